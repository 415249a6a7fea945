package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisMonitor;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joining and keeping the place. */
@Timeout(120)
class JoinFailuresTest {
  @Test
  void failure01_nJoinsByOneUser_giveOnePlace() throws Exception {
    Client client = Deployment.shared().client();
    client.open("failure01", "{\"state\":\"paused\"}");
    Callable<Answer> join = () -> client.join("failure01", "alice");

    List<Answer> answers = AtOnce.run(20, IntStream.range(0, 100).mapToObj(i -> join).toList());

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(99);
    assertThat(client.room("failure01").json().getInt("queue_length")).isEqualTo(1);
    assertThat(client.room("failure01").json().getInt("last_ticket")).isEqualTo(1);
  }

  @Test
  void failure02_aJoin_isOneRoundTripAndWhole() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = open(redis)) {
      fixture.join("the first one loads the script");
      try (RedisMonitor monitor = new RedisMonitor(redis)) {
        for (int i = 0; i < 50; i++) {
          fixture.join("user-" + i);
        }
        assertThat(monitor.commands(fixture.event.value())).hasSize(50);
      }

      // The caller is told that the join failed, and Redis does it all the same.
      UserId alice = new UserId("alice");
      Optional<String> key = Optional.of("a secret of hers");
      redis.freeze();
      assertThatThrownBy(() -> fixture.room.join(fixture.event, alice, key))
          .isInstanceOf(RoomUnavailableException.class);
      redis.thaw();
      Eventually.until(() -> fixture.board().queueLength() == 52);

      JoinResult.Joined again = (JoinResult.Joined) fixture.room.join(fixture.event, alice, key);
      assertThat(again.created()).isFalse();
      assertThat(again.position()).isEqualTo(52);
      assertThat(fixture.room.standing(again.ref())).isInstanceOf(Standing.Queued.class);
      assertThat(fixture.events())
          .filteredOn(event -> event.userId().equals(alice))
          .singleElement()
          .isInstanceOf(RoomEvent.Joined.class);
    }
  }

  @Test
  void failure04_joinsOfOneInstantAndUnderClockSkew_keepTheirOrder() {
    try (RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS)) {
      List<SessionRef> order =
          IntStream.range(0, 40)
              .mapToObj(i -> {
                if (i % 4 == 0) {
                  fixture.clock.advance(Duration.ofSeconds(i % 8 == 0 ? -90 : 30));
                }
                return fixture.join("user-" + (97 * i) % 40);
              })
              .toList();
      for (int i = 0; i < order.size(); i++) {
        assertThat(((Standing.Queued) fixture.room.standing(order.get(i))).position())
            .isEqualTo(i + 1);
      }

      for (SessionRef next : order) {
        fixture.clock.advance(Duration.ofMillis(10));
        AdmitResult.Step step = (AdmitResult.Step) fixture.room.admit(fixture.event, 1);
        assertThat(step.inversions()).isZero();
        assertThat(fixture.room.standing(next)).isInstanceOf(Standing.Admitted.class);
        LeaveResult _ = fixture.room.leave(next, LeaveCause.USER_LEFT);
      }
    }
  }

  @Test
  void failure08_whoLeftIsEvictedOrTimedOut_standsInNobodysWay() {
    try (RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS)) {
      fixture.join("times out");
      fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl().minusSeconds(1));
      SessionRef leaves = fixture.join("leaves");
      SessionRef evicted = fixture.join("is evicted");
      SessionRef last = fixture.join("last");
      assertThat(position(fixture, last)).isEqualTo(4);

      LeaveResult _ = fixture.room.leave(leaves, LeaveCause.USER_LEFT);
      assertThat(position(fixture, last)).isEqualTo(3);
      LeaveResult _ = fixture.room.leave(evicted, LeaveCause.EVICTED);
      assertThat(position(fixture, last)).isEqualTo(2);
      fixture.clock.advance(Duration.ofSeconds(1));
      SweepResult _ = fixture.room.sweep(fixture.event, 100);
      assertThat(position(fixture, last)).isEqualTo(1);
      assertThat(fixture.board().queueLength()).isEqualTo(1);
    }
  }

  private static RedisFixture open(RedisServer redis) {
    return RedisFixture.on(RedisFixture.standalone(redis.address())).open(RedisFixture.SETTINGS);
  }

  private static long position(RedisFixture fixture, SessionRef ref) {
    return ((Standing.Queued) fixture.room.standing(ref)).position();
  }
}
