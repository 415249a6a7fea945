package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinLimit;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.testkit.TestWaitingRoom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;

/** {@code join.lua}: one place per user, tickets without gaps, nothing taken where refused. */
class JoinScriptTest {
  private static final Optional<String> KEY = Optional.of("key-of-alice-0001");
  private final RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);

  @AfterEach
  void close() {
    fixture.close();
  }

  private JoinResult join(String user, Optional<String> key) {
    return fixture.room.join(fixture.event, new UserId(user), key);
  }

  @Test
  void join_newUser_takesNextTicketAtTheEnd() {
    for (int ticket = 1; ticket <= 3; ticket++) {
      JoinResult.Joined joined = (JoinResult.Joined) join("user-" + ticket, Optional.empty());
      assertThat(joined.ref().ticket()).isEqualTo(ticket);
      assertThat(joined.position()).isEqualTo(ticket);
      assertThat(joined.queueLength()).isEqualTo(ticket);
      assertThat(joined.created()).isTrue();
      assertThat(joined.status()).isEqualTo(SessionStatus.QUEUED);
      assertThat(joined.joinedAt()).isEqualTo(fixture.clock.instant());
      assertThat(joined.expiresAt())
          .isEqualTo(fixture.clock.instant().plus(RedisFixture.SETTINGS.sessionTtl()));
    }
  }

  /** As after a failover to a replica that had not heard of the last joins. */
  @Test
  void join_afterRedisHasLostTickets_givesNoneAgain() {
    fixture.join("alice");
    try (Jedis raw = RedisFixture.raw()) {
      byte[] asOf = raw.dump(fixture.key("room"));
      SessionRef lost = fixture.join("bob");
      raw.restore(fixture.key("room"), 0, asOf, RestoreParams.restoreParams().replace());
      raw.zrem(fixture.key("queue"), "2");
      raw.del(fixture.key("session:2"));
      raw.hdel(fixture.key("users"), "bob");

      SessionRef again = fixture.join("bob");

      assertThat(again.ticket()).isEqualTo(lost.ticket() + TicketHighWaterMarks.GAP + 1);
      assertThat(fixture.join("carol").ticket()).isEqualTo(again.ticket() + 1);
      assertThat(fixture.room.standing(lost)).isEqualTo(new Standing.Gone());
      assertThat(fixture.room.standing(again)).isEqualTo(new Standing.Queued(2, 3));
      RoomSnapshot board = fixture.board();
      assertThat(board.lastTicket() - board.skippedTickets()).isEqualTo(3);
    }
  }

  /** What configuration.md says of JOIN_LIMIT. */
  @Test
  void f18_join_limited_asManyAtOnceAndNeverTwiceAsManyInAWindow() {
    JoinLimit limit = new JoinLimit("203.0.113.7", 5, Duration.ofMinutes(1));
    List<Integer> joined = new ArrayList<>();
    for (int second = 0; second < 180; second++) {
      for (int i = 0; i < 6; i++) {
        JoinAttempt attempt =
            new JoinAttempt(
                new UserId("user-" + second + "-" + i),
                false,
                Optional.empty(),
                Optional.of(limit),
                Optional.empty());
        if (fixture.room.join(fixture.event, attempt) instanceof JoinResult.Joined) {
          joined.add(second);
        }
      }
      fixture.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(joined.stream().filter(second -> second == 0)).hasSize(5);
    assertThat(IntStream.range(0, 120))
        .allSatisfy(from ->
            assertThat(joined.stream().filter(at -> at >= from && at < from + 60))
                .hasSizeBetween(5, 9));
  }

  @Test
  void join_newUser_writesTheEventInTheSameStep() {
    SessionRef ref = fixture.join("alice");
    assertThat(fixture.events())
        .containsExactly(
            new RoomEvent.Joined(ref, new UserId("alice"), fixture.clock.instant(), 1));
  }

  @Test
  void join_againWithSameKey_answersTheSamePlaceAndTellsNobody() {
    JoinResult.Joined first = (JoinResult.Joined) join("alice", KEY);
    fixture.join("bob");
    JoinResult.Joined again = (JoinResult.Joined) join("alice", KEY);
    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.created()).isFalse();
    assertThat(again.position()).isEqualTo(1);
    assertThat(again.queueLength()).isEqualTo(2);
    assertThat(again.expiresAt()).isEqualTo(first.expiresAt());
    assertThat(fixture.events()).hasSize(2);
  }

  @Test
  void join_againWithSameKeyWhenAdmitted_answersTheAdmittedPlace() {
    JoinResult.Joined first = (JoinResult.Joined) join("alice", KEY);
    fixture.room.admit(fixture.event, 10);
    JoinResult.Joined again = (JoinResult.Joined) join("alice", KEY);
    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.status()).isEqualTo(SessionStatus.ADMITTED);
    assertThat(again.position()).isZero();
  }

  @Test
  void join_againWithoutOrWithAnotherKey_isRefused() {
    join("alice", KEY);
    fixture.join("bob");
    assertThat(join("alice", Optional.empty())).isEqualTo(new JoinResult.AlreadyJoined());
    assertThat(join("alice", Optional.of("key-of-mallory-01")))
        .isEqualTo(new JoinResult.AlreadyJoined());
    assertThat(join("bob", Optional.empty())).isEqualTo(new JoinResult.AlreadyJoined());
    assertThat(join("bob", KEY)).isEqualTo(new JoinResult.AlreadyJoined());
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().lastTicket()).isEqualTo(2);
  }

  @Test
  void join_unknownOrRemovedEvent_isRefusedAndLeavesNoKey() {
    EventId unknown = new EventId("never-made");
    assertThat(fixture.room.join(unknown, new UserId("alice"), Optional.empty()))
        .isEqualTo(new JoinResult.NoSuchEvent());
    fixture.room.remove(fixture.event);
    assertThat(join("alice", Optional.empty())).isEqualTo(new JoinResult.NoSuchEvent());
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.keys("waitroom:{never-made}*")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(RoomState.class)
  void join_byState_followsTheState(RoomState state) {
    fixture.room.change(fixture.event, RoomChange.ofState(state, Set.of()));
    JoinResult result = join("alice", Optional.empty());
    if (state.joins()) {
      assertThat(result).isInstanceOf(JoinResult.Joined.class);
    } else {
      assertThat(result).isEqualTo(new JoinResult.RoomClosed(state));
      assertThat(fixture.room.snapshot(fixture.event).orElseThrow().lastTicket()).isZero();
    }
  }

  @Test
  void join_heldPlaceInClosedRoom_isStillAnswered() {
    join("alice", KEY);
    fixture.room.change(fixture.event, RoomChange.ofState(RoomState.CLOSED, Set.of()));
    assertThat(join("alice", KEY)).isInstanceOf(JoinResult.Joined.class);
  }

  @Test
  void join_atMaxLength_isFullUntilSomebodyIsAdmitted() {
    RoomSettings small =
        new RoomSettings("", 1, 1000, 2, Duration.ofHours(1), Duration.ofMinutes(1));
    fixture.open(small);
    fixture.join("a");
    fixture.join("b");
    assertThat(join("c", Optional.empty())).isEqualTo(new JoinResult.QueueFull());
    fixture.room.admit(fixture.event, 10);
    assertThat(fixture.join("c").ticket()).isEqualTo(3);
  }

  @Test
  void join_whenTheOutboxIsAtItsCap_isFullRatherThanLost() {
    try (RedisFixture capped =
        RedisFixture.stepped(new ScriptSettings(Duration.ofHours(1), 3, false))) {
      capped.open(RedisFixture.SETTINGS);
      capped.join("a");
      capped.join("b");
      capped.join("c");
      assertThat(capped.room.join(capped.event, new UserId("d"), Optional.empty()))
          .isEqualTo(new JoinResult.QueueFull());
      assertThat(capped.events()).hasSize(3);
    }
  }

  @Test
  void join_whenNobodyRelays_goesOnAndTheOutboxStaysBounded() {
    try (RedisFixture trimming =
        RedisFixture.stepped(new ScriptSettings(Duration.ofHours(1), 100, true))) {
      trimming.open(RedisFixture.SETTINGS);
      for (int i = 0; i < 1_000; i++) {
        trimming.join("user-" + i);
      }
      // Trimming is by whole stream nodes of at most 100 entries.
      assertThat(trimming.room.snapshot(trimming.event).orElseThrow().outboxLength())
          .isBetween(100L, 200L);
    }
  }

  @Test
  void join_afterTheEnd_takesANewPlace() {
    SessionRef first = fixture.join("alice");
    fixture.room.admit(fixture.event, 10);
    fixture.room.settle(first, new UserId("alice"), Outcome.FAILED);
    assertThat(fixture.join("alice").ticket()).isEqualTo(2);
  }

  @Test
  void join_afterAnUnsweptTimeout_endsTheOldPlaceAndTakesANewOne() {
    SessionRef first = fixture.join("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
    SessionRef second = fixture.join("alice");
    assertThat(second.ticket()).isEqualTo(2);
    assertThat(fixture.events()).extracting(RoomEvent::ref).containsExactly(first, first, second);
    assertThat(((RoomEvent.Left) fixture.events().get(1)).reason()).isEqualTo(LeaveReason.TIMEOUT);
  }

  @Test
  void join_afterAnUnsweptLease_freesTheSlotAndTakesANewPlace() {
    fixture.join("alice");
    fixture.room.admit(fixture.event, 10);
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    assertThat(fixture.join("alice").ticket()).isEqualTo(2);
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().processingCount()).isZero();
  }

  @Test
  void join_oddUserIds_areKeptAsTheyAre() {
    String odd = "Ünïcode 用户 {x} * \" ' \\ % ?";
    fixture.join(odd);
    assertThat(fixture.events().getFirst().userId().value()).isEqualTo(odd);
  }

  @Test
  void keyRotation_leavesEveryPlaceTheIdItWasGiven() {
    JoinResult.Joined first = (JoinResult.Joined) join("alice", KEY);
    TestWaitingRoom rotated = fixture.withKey("k2");
    JoinResult.Joined held =
        (JoinResult.Joined) rotated.join(fixture.event, new UserId("alice"), KEY);
    JoinResult.Joined fresh =
        (JoinResult.Joined) rotated.join(fixture.event, new UserId("bob"), Optional.empty());
    rotated.admit(fixture.event, 10);
    assertThat(held.ref()).isEqualTo(first.ref());
    assertThat(first.ref().keyId()).isEqualTo(RedisFixture.KEY_ID);
    assertThat(fresh.ref().keyId()).isEqualTo("k2");
    assertThat(fixture.events())
        .extracting(RoomEvent::ref)
        .containsExactly(first.ref(), fresh.ref(), first.ref(), fresh.ref());
  }

  @Test
  void f09_verifiedAndUnverifiedNames_areKeptApart() {
    UserId alice = new UserId("alice");
    JoinAttempt shown =
        new JoinAttempt(alice, true, Optional.empty(), Optional.empty(), Optional.empty());
    SessionRef stranger = fixture.join("alice");
    JoinResult.Joined hers = (JoinResult.Joined) fixture.room.join(fixture.event, shown);
    assertThat(hers.created()).isTrue();
    assertThat(hers.ref()).isNotEqualTo(stranger);
    assertThat(join("alice", Optional.empty())).isEqualTo(new JoinResult.AlreadyJoined());

    var _ = fixture.room.leave(stranger, LeaveCause.USER_LEFT);
    JoinResult.Joined again = (JoinResult.Joined) fixture.room.join(fixture.event, shown);
    assertThat(again.created()).isFalse();
    assertThat(again.ref()).isEqualTo(hers.ref());

    var _ = fixture.room.leave(hers.ref(), LeaveCause.USER_LEFT);
    JoinResult.Joined fresh = (JoinResult.Joined) fixture.room.join(fixture.event, shown);
    assertThat(fresh.created()).as("her ended place is forgotten").isTrue();
  }
}
