package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/**
 * {@code standing.lua}, {@code leave.lua} and {@code settle.lua}: what one place goes through, and
 * what it never does.
 */
class SessionScriptsTest {
  private static final UserId ALICE = new UserId("alice");
  private final RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);

  @AfterEach
  void close() {
    fixture.close();
  }

  private SessionRef admitted(String user) {
    SessionRef ref = fixture.join(user);
    fixture.room.admit(fixture.event, 100);
    assertThat(fixture.room.standing(ref)).isInstanceOf(Standing.Admitted.class);
    return ref;
  }

  private long processing() {
    return fixture.room.snapshot(fixture.event).orElseThrow().processingCount();
  }

  @Test
  void standing_ofAWaiter_tellsPositionAndLength() {
    fixture.join("bob");
    SessionRef ref = fixture.join("alice");
    fixture.join("carol");
    assertThat(fixture.room.standing(ref)).isEqualTo(new Standing.Queued(2, 3));
  }

  @Test
  void standing_afterAnUnsweptDeadline_isEndedAndWritesNothing() {
    SessionRef waiting = fixture.join("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
    assertThat(fixture.room.standing(waiting))
        .isInstanceOfSatisfying(
            Standing.Ended.class,
            ended -> {
              assertThat(ended.status()).isEqualTo(SessionStatus.EXPIRED);
              assertThat(ended.endedAt()).isEqualTo(fixture.clock.instant());
            });
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().queueLength()).isEqualTo(1);
  }

  @Test
  void standing_otherEpochOrTicketOrEvent_isNotFound() {
    SessionRef ref = fixture.join("alice");
    assertThat(
            fixture.room.standing(
                new SessionRef(fixture.event, "other", ref.ticket(), ref.keyId())))
        .isEqualTo(new Standing.NoSuchEvent());
    assertThat(fixture.room.standing(new SessionRef(fixture.event, ref.epoch(), 99, ref.keyId())))
        .isEqualTo(new Standing.Gone());
    assertThat(
            fixture.room.standing(new SessionRef(new EventId("none"), ref.epoch(), 1, ref.keyId())))
        .isEqualTo(new Standing.NoSuchEvent());
  }

  @Test
  void end_isReadableForTheRetentionAndThenGone() {
    SessionRef ref = fixture.join("alice");
    fixture.room.leave(ref, LeaveCause.USER_LEFT);
    try (Jedis raw = RedisFixture.raw()) {
      String key = fixture.key("session:" + ref.ticket());
      assertThat(raw.pttl(key))
          .isBetween(Duration.ofHours(23).toMillis(), RedisFixture.KEEP.retention().toMillis());
      raw.del(key);
    }
    assertThat(fixture.room.standing(ref)).isEqualTo(new Standing.Gone());
    assertThat(fixture.room.leave(ref, LeaveCause.USER_LEFT)).isEqualTo(new LeaveResult.Gone());
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.Gone());
  }

  @Test
  void leave_whileWaiting_movesTheOthersUpAndTellsOnce() {
    SessionRef first = fixture.join("alice");
    SessionRef second = fixture.join("bob");
    assertThat(fixture.room.leave(first, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.Left(SessionStatus.ABANDONED, false));
    assertThat(fixture.room.leave(first, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.AlreadyEnded(SessionStatus.ABANDONED));
    assertThat(((Standing.Queued) fixture.room.standing(second)).position()).isEqualTo(1);
    assertThat(fixture.events())
        .filteredOn(RoomEvent.Left.class::isInstance)
        .containsExactly(
            new RoomEvent.Left(first, ALICE, fixture.clock.instant(), LeaveReason.USER_LEFT));
  }

  @Test
  void leave_whileAdmitted_freesTheSlotAtOnce() {
    SessionRef ref = admitted("alice");
    assertThat(fixture.room.leave(ref, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.Left(SessionStatus.ABANDONED, true));
    assertThat(processing()).isZero();
    assertThat(fixture.join("alice").ticket()).isEqualTo(2);
  }

  @Test
  void leave_byOperator_isEvicted() {
    SessionRef ref = admitted("alice");
    assertThat(fixture.room.leave(ref, LeaveCause.EVICTED))
        .isEqualTo(new LeaveResult.Left(SessionStatus.EVICTED, true));
    assertThat(((RoomEvent.Left) fixture.events().getLast()).reason())
        .isEqualTo(LeaveReason.EVICTED);
  }

  @Test
  void leave_afterAnUnsweptLease_isExpired() {
    SessionRef ref = admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    assertThat(fixture.room.leave(ref, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.Left(SessionStatus.EXPIRED, true));
    assertThat(fixture.room.leave(ref, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.AlreadyEnded(SessionStatus.EXPIRED));
  }

  @Test
  void leave_otherEpoch_isNotFound() {
    SessionRef ref = fixture.join("alice");
    SessionRef other = new SessionRef(fixture.event, "other", ref.ticket(), ref.keyId());
    assertThat(fixture.room.leave(other, LeaveCause.USER_LEFT))
        .isEqualTo(new LeaveResult.NoSuchEvent());
    assertThat(fixture.room.standing(ref)).isInstanceOf(Standing.Queued.class);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void settle_anAdmitted_recordsAndFreesTheSlot(Outcome outcome) {
    SessionRef ref = admitted("alice");
    assertThat(fixture.room.settle(ref, ALICE, outcome))
        .isEqualTo(new SettleResult.Settled(outcome.status()));
    assertThat(processing()).isZero();
    assertThat(((Standing.Ended) fixture.room.standing(ref)).status()).isEqualTo(outcome.status());
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().ended())
        .containsEntry(outcome.status(), 1L);
    assertThat(fixture.events()).noneMatch(RoomEvent.Left.class::isInstance);
  }

  @Test
  void settle_anEnded_changesNothingWhateverIsReported() {
    for (Outcome first : Outcome.values()) {
      SessionRef ref = admitted("alice");
      fixture.room.settle(ref, ALICE, first);
      for (Outcome second : Outcome.values()) {
        assertThat(fixture.room.settle(ref, ALICE, second))
            .isEqualTo(new SettleResult.AlreadyEnded(first.status()));
        assertThat(((Standing.Ended) fixture.room.standing(ref)).status())
            .isEqualTo(first.status());
      }
    }
  }

  @Test
  void settle_aWaiter_changesNothing() {
    SessionRef ref = fixture.join("alice");
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.NotAdmitted());
    assertThat(fixture.room.standing(ref)).isInstanceOf(Standing.Queued.class);
  }

  @Test
  void settle_byAnotherUser_changesNothing() {
    SessionRef ref = admitted("alice");
    assertThat(fixture.room.settle(ref, new UserId("mallory"), Outcome.COMPLETED))
        .isEqualTo(new SettleResult.ForeignUser());
    assertThat(processing()).isEqualTo(1);
  }

  @Test
  void settle_completedAfterTheLease_isRecordedOnce() {
    SessionRef ref = admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    fixture.room.admit(fixture.event, 10);
    assertThat(fixture.room.settle(ref, ALICE, Outcome.FAILED))
        .isEqualTo(new SettleResult.AlreadyEnded(SessionStatus.EXPIRED));
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.LateCompletion());
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.AlreadyEnded(SessionStatus.COMPLETED));
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().ended())
        .containsEntry(SessionStatus.EXPIRED, 0L)
        .containsEntry(SessionStatus.COMPLETED, 1L);
  }

  @Test
  void settle_failedAfterTheLeaseSeenByNobody_changesNothing() {
    SessionRef ref = admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    // No admission step has come by, but the owner is told that it is over, for good.
    Standing told = fixture.room.standing(ref);
    assertThat(told).isInstanceOf(Standing.Ended.class);
    assertThat(fixture.room.settle(ref, ALICE, Outcome.FAILED))
        .isEqualTo(new SettleResult.AlreadyEnded(SessionStatus.EXPIRED));
    fixture.room.admit(fixture.event, 10);
    assertThat(fixture.room.standing(ref)).isEqualTo(told);
  }

  @Test
  void settle_completedAfterTheLeaseSeenByNobody_isRecorded() {
    SessionRef ref = admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.Settled(SessionStatus.COMPLETED));
  }

  @Test
  void settle_completedOfAWaiterThatTimedOut_changesNothing() {
    SessionRef ref = fixture.join("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
    fixture.room.sweep(fixture.event, 10);
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.AlreadyEnded(SessionStatus.EXPIRED));
  }

  @Test
  void settle_reportedExpiredThenCompleted_staysExpired() {
    SessionRef ref = admitted("alice");
    fixture.room.settle(ref, ALICE, Outcome.EXPIRED);
    assertThat(fixture.room.settle(ref, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.AlreadyEnded(SessionStatus.EXPIRED));
  }

  @Test
  void settle_lateCompletionWhileTheUserWaitsAgain_leavesTheNewPlace() {
    SessionRef old = admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    fixture.room.admit(fixture.event, 10);
    SessionRef fresh = fixture.join("alice");
    fixture.room.settle(old, ALICE, Outcome.COMPLETED);
    assertThat(fixture.room.standing(fresh)).isInstanceOf(Standing.Queued.class);
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.hget(fixture.key("users"), "alice")).isEqualTo("2");
    }
  }

  @Test
  void settle_otherEpoch_isNotFound() {
    SessionRef ref = admitted("alice");
    SessionRef other = new SessionRef(fixture.event, "other", ref.ticket(), ref.keyId());
    assertThat(fixture.room.settle(other, ALICE, Outcome.COMPLETED))
        .isEqualTo(new SettleResult.NoSuchEvent());
    assertThat(processing()).isEqualTo(1);
  }
}
