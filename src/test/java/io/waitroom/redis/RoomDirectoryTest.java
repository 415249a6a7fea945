package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What a replica knows of the rooms, and how seldom it asks. */
class RoomDirectoryTest {
  private static final EventId UNKNOWN = new EventId("never-made");

  private static RedisFixture replica() {
    return RedisFixture.on(RedisFixture.standalone(RedisServer.shared().address()));
  }

  private static long commands() {
    try (Jedis raw = RedisFixture.raw()) {
      return raw.info("stats")
          .lines()
          .filter(line -> line.startsWith("total_commands_processed:"))
          .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void find_roomMadeByAnotherReplica_isFoundBeforeAnyTick() {
    try (RedisFixture first = replica();
        RedisFixture second = replica()) {
      first.open(RedisFixture.SETTINGS);
      assertThat(second.directory.find(first.event)).isPresent();
    }
  }

  @Test
  void find_unknownEvents_costNextToNothingHoweverManyAreAskedFor() {
    try (RedisFixture fixture = replica()) {
      fixture.open(RedisFixture.SETTINGS);
      Optional<?> _ = fixture.directory.find(UNKNOWN);
      long before = commands();
      long start = System.nanoTime();
      for (int i = 0; i < 10_000; i++) {
        assertThat(fixture.directory.find(new EventId("forged-" + i))).isEmpty();
      }
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      long lookUps = 1 + elapsed.dividedBy(RoomDirectory.LOOKUP_INTERVAL);
      // A look-up reads the set of events, and rooms not known yet; other tests' rooms are read
      // once.
      long rooms = fixture.room.events().size();
      assertThat(commands() - before).isLessThanOrEqualTo(lookUps * 3 + rooms + 10);
    }
  }

  @Test
  void findNewerThan_roomMadeAnew_learnsItsEpoch() {
    try (RedisFixture first = replica();
        RedisFixture second = replica();
        Jedis raw = RedisFixture.raw()) {
      first.open(RedisFixture.SETTINGS);
      String old = second.directory.find(first.event).orElseThrow().epoch();
      raw.del(first.key("room"));
      first.open(RedisFixture.SETTINGS);
      Awaitility.await().until(() -> second.directory.findNewerThan(first.event, old).isPresent());
    }
  }

  @Test
  void find_whileRedisIsAway_knowsWhatItKnewAndAdmitsWhatItDoesNot() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      fixture.open(RedisFixture.SETTINGS);
      redis.stop();
      assertThat(fixture.directory.find(fixture.event)).isPresent();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> fixture.directory.find(UNKNOWN))
            .isInstanceOf(RoomUnavailableException.class);
      }
    }
  }

  @Test
  void awaitChange_isWokenByWhatTheReplicaLearns() {
    try (RedisFixture fixture = replica()) {
      fixture.open(RedisFixture.SETTINGS);
      long version = fixture.directory.version(fixture.event);
      CompletableFuture<Long> waiting =
          CompletableFuture.supplyAsync(() -> {
            try {
              return fixture.directory.awaitChange(fixture.event, version, Duration.ofSeconds(30));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      fixture.join("alice");
      long _ = fixture.directory.refresh(fixture.event);
      assertThat(waiting.join()).isGreaterThan(version);
      long now = fixture.directory.version(fixture.event);
      long _ = fixture.directory.refresh(fixture.event);
      assertThat(fixture.directory.version(fixture.event)).isEqualTo(now);
    }
  }
}
