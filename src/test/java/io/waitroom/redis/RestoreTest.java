package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.script.Keys;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What has been issued or told stays so, whatever Redis forgot and whatever operators change. */
class RestoreTest {
  private static SessionRef join(RedisFixture replica, RedisFixture room, String user) {
    return ((JoinResult.Joined) replica.room.join(room.event, new UserId(user), Optional.empty()))
        .ref();
  }

  @Test
  void f73_afterARestoreFromABackup_neitherColdNorWarmReplicasGiveATicketAgain() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture warm = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      warm.open(RedisFixture.SETTINGS);
      warm.join("alice");
      try (Jedis operator = redis.connect()) {
        operator.save();
      }
      SessionRef bob = warm.join("bob");
      SessionRef carol = warm.join("carol");
      redis.kill();
      redis.restart();
      try (RedisFixture cold = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
        SessionRef dave = join(cold, warm, "dave");
        assertThat(dave.epoch()).isEqualTo(carol.epoch());
        assertThat(dave.ticket()).isGreaterThan(carol.ticket());
        assertThat(cold.room.standing(bob)).isEqualTo(new Standing.Gone());
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .ignoreException(RoomUnavailableException.class) // the connection that died
            .untilAsserted(() -> warm.connection.ping(Keys.EVENTS));
        assertThat(warm.join("erin").ticket()).isEqualTo(dave.ticket() + 1);
        assertThat(cold.room.standing(dave)).isEqualTo(new Standing.Queued(2, 3));
      }
    }
  }

  @Test
  void f73_inAnotherRunOfRedis_theAgeOfTheRoomBoundsWhatWasGivenAndTheSweepPassesTheGap() {
    try (RedisFixture fixture = RedisFixture.stepped();
        Jedis raw = RedisFixture.raw()) {
      fixture.open(RedisFixture.SETTINGS);
      fixture.join("alice");
      raw.hset(fixture.key("room"), "run_id", "another");
      fixture.clock.advance(Duration.ofHours(1));
      SessionRef bob = fixture.join("bob");
      assertThat(bob.ticket()).isEqualTo(Duration.ofHours(1).toMillis() * 100 + 1);
      assertThat(fixture.join("carol").ticket()).isEqualTo(bob.ticket() + 1);
      assertThat(fixture.board().joins()).isEqualTo(3); // or proofs are asked for, as in a rush
      fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
      assertThat(fixture.room.sweep(fixture.event, 10)).isEqualTo(new SweepResult.Swept(3, false));
    }
  }

  @Test
  void f64_whoHasWaitedTooLong_hasEndedThoughTheTimeIsRaisedBeforeTheSweep() {
    try (RedisFixture fixture = RedisFixture.stepped()) {
      fixture.open(RedisFixture.SETTINGS);
      SessionRef alice = fixture.join("alice");
      fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
      SessionRef bob = fixture.join("bob");
      Standing told = fixture.room.standing(alice);
      assertThat(status(told)).isEqualTo(SessionStatus.EXPIRED);
      fixture.open(
          new RoomSettings("", 2, 1000, 1_000, Duration.ofHours(9), Duration.ofMinutes(15)));
      assertThat(fixture.room.standing(alice)).isEqualTo(told);
      fixture.room.admit(fixture.event, 10);
      assertThat(status(fixture.room.standing(alice))).isEqualTo(SessionStatus.EXPIRED);
      assertThat(fixture.room.standing(bob)).isInstanceOf(Standing.Admitted.class);
    }
  }

  private static SessionStatus status(Standing standing) {
    return ((Standing.Ended) standing).status();
  }
}
