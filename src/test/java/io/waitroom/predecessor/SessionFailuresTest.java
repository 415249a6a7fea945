package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** What is written about one session, and by whom last. */
@Timeout(120)
class SessionFailuresTest {
  private static final UserId ALICE = new UserId("alice");
  private static final RoomSettings WIDE =
      new RoomSettings("", 1_000, 100_000, 10_000, Duration.ofHours(2), Duration.ofMinutes(15));

  @Test
  void failure03_whateverRunsBesideAnAdmission_revertsNone() throws Exception {
    try (RedisFixture fixture =
        RedisFixture.on(RedisFixture.standalone(RedisServer.shared().address())).open(WIDE)) {
      List<SessionRef> refs = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        refs.add(fixture.join("user-" + i, "secret-of-" + i));
      }
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < refs.size(); i++) {
        SessionRef ref = refs.get(i);
        String secret = "secret-of-" + i;
        UserId user = new UserId("user-" + i);
        tasks.add(() -> fixture.room.standing(ref));
        tasks.add(() -> fixture.room.join(fixture.event, user, Optional.of(secret)));
        tasks.add(() -> fixture.room.sweep(fixture.event, 100));
        if (i % 20 == 0) {
          tasks.add(() -> fixture.room.admit(fixture.event, 20));
        }
      }
      List<Object> _ = AtOnce.run(tasks);

      Eventually.until(() -> {
        AdmitResult _ = fixture.room.admit(fixture.event, 100);
        return fixture.board().processingCount() == refs.size();
      });
      assertThat(refs).allMatch(ref -> fixture.room.standing(ref) instanceof Standing.Admitted);
      assertThat(fixture.board().admitted()).isEqualTo(refs.size());
    }
  }

  @Test
  void failure15_missingSession_givesItsSlotBackAllTheSame() {
    try (RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);
        Jedis raw = RedisFixture.raw()) {
      SessionRef settled = fixture.admitted("alice");
      SessionRef left = fixture.admitted("bob");
      raw.del(fixture.key("session:" + settled.ticket()), fixture.key("session:" + left.ticket()));

      assertThat(fixture.room.settle(settled, ALICE, Outcome.COMPLETED))
          .isEqualTo(new SettleResult.Gone());
      assertThat(fixture.board().processingCount()).isEqualTo(1);
      assertThat(fixture.room.leave(left, LeaveCause.USER_LEFT)).isEqualTo(new LeaveResult.Gone());
      assertThat(fixture.board().processingCount()).isZero();

      SessionRef lapsed = fixture.admitted("carol");
      raw.del(fixture.key("session:" + lapsed.ticket()));
      fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
      AdmitResult.Step step = (AdmitResult.Step) fixture.room.admit(fixture.event, 10);
      assertThat(step.leasesLapsed()).isEqualTo(1);
      assertThat(fixture.board().processingCount()).isZero();
    }
  }

  @Test
  void failure16_evictedWhileOthersStillWrite_staysEvicted() throws Exception {
    try (RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS)) {
      SessionRef ref = fixture.join("alice", "a secret of hers");
      AdmitResult _ = fixture.room.admit(fixture.event, 10);
      LeaveResult _ = fixture.room.leave(ref, LeaveCause.EVICTED);

      List<Callable<Object>> late = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        for (Outcome outcome : Outcome.values()) {
          late.add(() -> fixture.room.settle(ref, ALICE, outcome));
        }
        late.add(() -> fixture.room.leave(ref, LeaveCause.USER_LEFT));
        late.add(() -> fixture.room.admit(fixture.event, 10));
        late.add(() -> fixture.room.sweep(fixture.event, 10));
        late.add(() -> fixture.room.standing(ref));
      }
      List<Object> _ = AtOnce.run(late);

      assertThat(((Standing.Ended) fixture.room.standing(ref)).status())
          .isEqualTo(SessionStatus.EVICTED);
      assertThat(fixture.board().processingCount()).isZero();
      assertThat(fixture.board().ended()).containsEntry(SessionStatus.EVICTED, 1L);
      // What the user has next is another place, with another id.
      JoinResult.Joined next =
          (JoinResult.Joined)
              fixture.room.join(fixture.event, ALICE, Optional.of("a secret of hers"));
      assertThat(next.created()).isTrue();
      assertThat(next.ref()).isNotEqualTo(ref);
    }
  }

  @Test
  void failure18_nothingBringsAForgottenSessionBack() {
    ScriptSettings brief = new ScriptSettings(Duration.ofMillis(1), 1_000_000, false);
    try (RedisFixture fixture = RedisFixture.stepped(brief).open(RedisFixture.SETTINGS);
        Jedis raw = RedisFixture.raw()) {
      SessionRef ref = fixture.admitted("alice");
      String key = fixture.key("session:" + ref.ticket());
      LeaveResult _ = fixture.room.leave(ref, LeaveCause.USER_LEFT);
      Eventually.until(() -> !raw.exists(key));

      for (Outcome outcome : Outcome.values()) {
        assertThat(fixture.room.settle(ref, ALICE, outcome)).isEqualTo(new SettleResult.Gone());
      }
      assertThat(fixture.room.leave(ref, LeaveCause.EVICTED)).isEqualTo(new LeaveResult.Gone());
      assertThat(fixture.room.standing(ref)).isEqualTo(new Standing.Gone());
      AdmitResult _ = fixture.room.admit(fixture.event, 10);
      SweepResult _ = fixture.room.sweep(fixture.event, 10);
      assertThat(raw.exists(key)).isFalse();
      assertThat(fixture.board().processingCount()).isZero();
      assertThat(fixture.board().queueLength()).isZero();
    }
  }
}
