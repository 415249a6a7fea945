package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.room.CachedPosition;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
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
  void find_besideARoomThatIsBroken_findsTheOthersAndSaysWhichItIs() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture first = RedisFixture.on(RedisFixture.standalone(redis.address()));
        RedisFixture second = RedisFixture.on(RedisFixture.standalone(redis.address()));
        Jedis raw = redis.connect()) {
      first.open(RedisFixture.SETTINGS);
      second.open(RedisFixture.SETTINGS);
      raw.hset(first.key("room"), "max_concurrent", "many");
      RoomDirectory directory = new RoomDirectory(second.reader);

      assertThat(directory.refreshEvents()).containsExactlyInAnyOrder(first.event, second.event);
      assertThat(directory.find(second.event)).isPresent();
      assertThat(directory.all()).hasSize(1);
      assertThat(directory.find(UNKNOWN)).isEmpty();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> directory.find(first.event))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(first.event.value());
      }

      raw.hset(first.key("room"), "max_concurrent", "2");
      Awaitility.await()
          .ignoreExceptionsInstanceOf(IllegalStateException.class)
          .until(() -> directory.find(first.event).isPresent());
    }
  }

  @Test
  void refresh_roomRemovedByAnotherReplica_leavesNothingOfIt() {
    try (RedisFixture first = replica();
        RedisFixture second = replica()) {
      first.open(RedisFixture.SETTINGS);
      SessionRef ref = first.join("alice");
      long _ = second.directory.refresh(first.event);
      List<String> unknown = second.directory.marks().arguments(UNKNOWN);
      assertThat(second.directory.marks().arguments(first.event)).isNotEqualTo(unknown);
      boolean _ = first.room.remove(first.event);
      long _ = second.directory.refresh(first.event);
      assertThat(second.directory.known())
          .extracting(RoomSnapshot::eventId)
          .doesNotContain(first.event);
      assertThat(second.directory.lookUp(ref)).isEqualTo(new CachedPosition.Unknown());
      assertThat(second.directory.marks().arguments(first.event)).isEqualTo(unknown);
    }
  }

  @Test
  void learn_whatWasReadEarlierThanWhatIsKnown_changesNothing() {
    try (RedisFixture fixture = RedisFixture.stepped()) {
      fixture.open(RedisFixture.SETTINGS);
      fixture.clock.advance(Duration.ofMillis(1));
      RoomSnapshot earlier = fixture.board();
      fixture.clock.advance(Duration.ofMillis(1));
      fixture.join("alice");
      long _ = fixture.directory.refresh(fixture.event);
      fixture.directory.learn(earlier);
      assertThat(fixture.directory.find(fixture.event)).contains(fixture.board());
    }
  }

  /** A primary whose clock is behind is not taken for a late answer. */
  @Test
  void learn_fromAClockFarBehind_isBelieved() {
    try (RedisFixture fixture = RedisFixture.stepped()) {
      fixture.open(RedisFixture.SETTINGS);
      fixture.clock.advance(Duration.ofMinutes(-5));
      fixture.join("alice");
      long _ = fixture.directory.refresh(fixture.event);
      assertThat(fixture.directory.find(fixture.event)).contains(fixture.board());
    }
  }

  @Test
  void awaitChange_isWokenByWhatTheReplicaLearns() throws Exception {
    try (RedisFixture fixture = replica()) {
      fixture.open(RedisFixture.SETTINGS);
      long version = fixture.directory.version(fixture.event);
      FutureTask<Long> waiting =
          new FutureTask<>(
              () -> fixture.directory.awaitChange(fixture.event, version, Duration.ofMinutes(5)));
      Thread waiter = Thread.ofVirtual().start(waiting);
      Awaitility.await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
      fixture.join("alice");
      long _ = fixture.directory.refresh(fixture.event);
      assertThat(waiting.get(1, TimeUnit.MINUTES)).isGreaterThan(version);
      long now = fixture.directory.version(fixture.event);
      long _ = fixture.directory.refresh(fixture.event);
      assertThat(fixture.directory.version(fixture.event)).isEqualTo(now);
    }
  }
}
