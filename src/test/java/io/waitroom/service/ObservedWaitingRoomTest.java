package io.waitroom.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.ops.Metrics;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SettleResult;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.testkit.InMemoryState;
import io.waitroom.testkit.InMemoryTuning;
import io.waitroom.testkit.InMemoryWaitingRoom;
import io.waitroom.testkit.RecordedWakeups;
import io.waitroom.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each result counts, and whom it wakes. */
class ObservedWaitingRoomTest {
  private static final Duration WAIT = Duration.ofHours(2);
  private static final Duration LEASE = Duration.ofMinutes(15);
  private static final String ADMISSION = "admission sale";
  private static final String OUTBOX = "outbox sale";

  private final EventId event = new EventId("sale");
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final InMemoryState state = new InMemoryState(InMemoryTuning.DEFAULT);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecordedWakeups wakeups = new RecordedWakeups();
  private final ObservedWaitingRoom room =
      new ObservedWaitingRoom(new InMemoryWaitingRoom(clock, state), wakeups, new Metrics(meters));

  @BeforeEach
  void open() {
    room.put(
        event,
        new RoomSettings("", 1, 1_000, 10_000, WAIT, LEASE),
        Optional.empty(),
        Operator.NOBODY);
    wakeups.heard().clear();
  }

  private JoinResult tryJoin(String user, String key) {
    return room.join(event, JoinAttempt.of(new UserId(user), Optional.of(key)));
  }

  private SessionRef join(String user) {
    return ((JoinResult.Joined) tryJoin(user, "key of " + user)).ref();
  }

  /** Joins and is admitted; nothing is heard of either. */
  private SessionRef admitted(String user) {
    SessionRef ref = join(user);
    AdmitResult _ = room.admit(event, 10);
    wakeups.heard().clear();
    return ref;
  }

  private double count(String name, String... labels) {
    return meters.find(name).tags(labels).counters().stream().mapToDouble(Counter::count).sum();
  }

  private void assertHeard(String... heard) {
    assertThat(wakeups.heard()).containsExactly(heard);
    wakeups.heard().clear();
  }

  @Test
  void join_new_countsAndWakes_repeatedAndRefused_onlyCount() {
    join("alice");
    assertHeard("joined sale");
    join("alice");
    JoinResult _ = tryJoin("alice", "another key");
    assertHeard();
    assertThat(count("session_joins_total", "result", "created")).isEqualTo(1);
    assertThat(count("session_joins_total", "result", "repeated")).isEqualTo(1);
    assertThat(count("session_joins_total", "result", "already_joined")).isEqualTo(1);
  }

  @Test
  void leave_fromTheQueue_wakesTheRelay_fromACheckout_alsoTheAdmission() {
    SessionRef alice = admitted("alice");
    SessionRef bob = join("bob");
    wakeups.heard().clear();
    LeaveResult _ = room.leave(bob, LeaveCause.USER_LEFT, Operator.NOBODY);
    assertHeard(OUTBOX);
    LeaveResult _ = room.leave(alice, LeaveCause.EVICTED, Operator.NOBODY);
    assertHeard(OUTBOX, ADMISSION);
    LeaveResult _ = room.leave(alice, LeaveCause.EVICTED, Operator.NOBODY);
    assertHeard();
    assertThat(count("sessions_left_total", "reason", "user_left")).isEqualTo(1);
    assertThat(count("sessions_left_total", "reason", "evicted")).isEqualTo(1);
  }

  @Test
  void leave_afterTheTimeRanOutUnseen_countsWhatHadHappened() {
    SessionRef alice = admitted("alice");
    SessionRef bob = join("bob");
    clock.advance(WAIT);
    LeaveResult _ = room.leave(alice, LeaveCause.USER_LEFT, Operator.NOBODY);
    LeaveResult _ = room.leave(bob, LeaveCause.USER_LEFT, Operator.NOBODY);
    assertThat(count("sessions_left_total", "reason", "expired")).isEqualTo(1);
    assertThat(count("sessions_left_total", "reason", "timeout")).isEqualTo(1);
    assertThat(count("sessions_left_total")).isEqualTo(2);
  }

  @Test
  void settle_countsAndWakes_again_doesNeither() {
    SessionRef alice = admitted("alice");
    SettleResult _ = room.settle(alice, new UserId("alice"), Outcome.COMPLETED);
    assertHeard(ADMISSION);
    SettleResult _ = room.settle(alice, new UserId("alice"), Outcome.FAILED);
    SettleResult _ = room.settle(join("bob"), new UserId("bob"), Outcome.FAILED);
    assertHeard("joined sale");
    assertThat(count("sessions_settled_total", "status", "completed")).isEqualTo(1);
    assertThat(count("sessions_settled_total")).isEqualTo(1);
    assertThat(count("sessions_completed_total")).isEqualTo(1);
  }

  @Test
  void settle_completedAfterTheLease_countsAsLate_andWakesNobody() {
    SessionRef alice = admitted("alice");
    clock.advance(LEASE);
    AdmitResult _ = room.admit(event, 10);
    assertHeard(OUTBOX);
    assertThat(room.settle(alice, new UserId("alice"), Outcome.COMPLETED))
        .isEqualTo(new SettleResult.LateCompletion());
    assertHeard();
    assertThat(count("sessions_late_completions_total")).isEqualTo(1);
    assertThat(count("sessions_completed_total")).isEqualTo(1);
    assertThat(count("sessions_left_total", "reason", "expired")).isEqualTo(1);
  }

  @Test
  void admit_thatAdmits_countsAndWakesTheRelay_thatDoesNot_onlyCountsItself() {
    join("alice");
    wakeups.heard().clear();
    AdmitResult _ = room.admit(event, 10);
    assertHeard(OUTBOX);
    AdmitResult _ = room.admit(event, 10);
    AdmitResult _ = room.admit(new EventId("nothing"), 10);
    assertHeard();
    assertThat(count("admissions_total")).isEqualTo(1);
    assertThat(count("admission_steps_total")).isEqualTo(2);
  }

  @Test
  void sweep_countsWhomItEnds_andWakesTheRelay() {
    join("alice");
    wakeups.heard().clear();
    SweepResult _ = room.sweep(event, 10);
    assertHeard();
    clock.advance(WAIT);
    SweepResult _ = room.sweep(event, 10);
    assertHeard(OUTBOX);
    join("bob");
    assertThat(room.remove(event, Operator.NOBODY)).isTrue();
    assertHeard("joined sale", ADMISSION);
    SweepResult _ = room.sweep(event, 10);
    assertHeard(OUTBOX);
    assertThat(count("sessions_left_total", "reason", "timeout")).isEqualTo(1);
    assertThat(count("sessions_left_total", "reason", "evicted")).isEqualTo(1);
  }

  @Test
  void configured_wakesTheAdmission_refused_doesNot() {
    RoomChange pause = RoomChange.ofState(RoomState.PAUSED, Set.of(RoomState.OPEN));
    assertThat(room.change(event, pause, Operator.NOBODY))
        .isInstanceOf(ConfigureResult.Configured.class);
    assertHeard(ADMISSION);
    assertThat(room.change(event, pause, Operator.NOBODY))
        .isInstanceOf(ConfigureResult.WrongState.class);
    assertThat(room.remove(new EventId("nothing"), Operator.NOBODY)).isFalse();
    assertHeard();
  }

  @Test
  void anyCall_whileRedisIsAway_countsNothingAndWakesNobody() {
    SessionRef alice = admitted("alice");
    List<Double> before = counts();
    state.takeAway();
    assertThatThrownBy(() -> join("bob")).isInstanceOf(RoomUnavailableException.class);
    assertThatThrownBy(() -> room.leave(alice, LeaveCause.USER_LEFT, Operator.NOBODY))
        .isInstanceOf(RoomUnavailableException.class);
    assertThatThrownBy(() -> room.settle(alice, new UserId("alice"), Outcome.FAILED))
        .isInstanceOf(RoomUnavailableException.class);
    assertThatThrownBy(() -> room.admit(event, 10)).isInstanceOf(RoomUnavailableException.class);
    assertHeard();
    assertThat(counts()).isEqualTo(before);
  }

  private List<Double> counts() {
    return meters.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(meter -> ((Counter) meter).count())
        .toList();
  }
}
