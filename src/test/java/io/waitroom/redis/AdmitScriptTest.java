package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.AdmitResult.Limit;
import io.waitroom.room.EventId;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/**
 * {@code admit.lua}: strict order, never over the cap, never over the rate, broken heads cleaned
 * away.
 */
class AdmitScriptTest {
  private final RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);

  @AfterEach
  void close() {
    fixture.close();
  }

  private AdmitResult.Step admit() {
    return admit(1_000);
  }

  private AdmitResult.Step admit(int batch) {
    return (AdmitResult.Step) fixture.room.admit(fixture.event, batch);
  }

  private static RoomSettings settings(int maxConcurrent, int releaseRate) {
    return new RoomSettings(
        "", maxConcurrent, releaseRate, 100_000, Duration.ofHours(2), Duration.ofMinutes(15));
  }

  private List<SessionRef> join(int count) {
    List<SessionRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(fixture.join("user-" + i));
    }
    return refs;
  }

  @Test
  void admit_fromTheHead_fillsTheSlotsInOrder() {
    List<SessionRef> refs = join(5);
    fixture.clock.advance(Duration.ofSeconds(3));
    AdmitResult.Step step = admit();
    assertThat(step.waits()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    assertThat(step.limit()).isEqualTo(Limit.SLOTS);
    assertThat(step.overAdmitted()).isZero();
    assertThat(step.inversions()).isZero();
    Instant lease = fixture.clock.instant().plus(RedisFixture.SETTINGS.checkoutTtl());
    assertThat(fixture.events().subList(5, 7))
        .containsExactly(
            new RoomEvent.Ready(refs.get(0), new UserId("user-0"), fixture.clock.instant(), lease),
            new RoomEvent.Ready(refs.get(1), new UserId("user-1"), fixture.clock.instant(), lease));
    assertThat(fixture.room.standing(refs.get(2)))
        .isInstanceOfSatisfying(
            Standing.Queued.class, queued -> assertThat(queued.position()).isEqualTo(1));
  }

  @Test
  void admit_emptyOrUnknownRoom_changesNothing() {
    assertThat(admit().limit()).isEqualTo(Limit.EMPTY);
    assertThat(fixture.room.admit(new EventId("never-made"), 10))
        .isEqualTo(new AdmitResult.NoSuchEvent());
    assertThat(fixture.events()).isEmpty();
  }

  @Test
  void admit_again_admitsNobodyTwice() {
    join(2);
    admit();
    AdmitResult.Step again = admit();
    assertThat(again.waits()).isEmpty();
    assertThat(fixture.events()).filteredOn(RoomEvent.Ready.class::isInstance).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 10, 33, 100, 1_000})
  void admit_onManyTicks_keepsTheRateWithinOnePercent(int rate) {
    int seconds = 20;
    fixture.open(settings(100_000, rate));
    join(rate * seconds + 200);
    NavigableMap<Integer, Integer> admittedAtMs = new TreeMap<>();
    int ms = 0;
    while (ms < seconds * 1_000) {
      AdmitResult.Step step = admit();
      admittedAtMs.put(ms, step.waits().size());
      // As the loop does: when the next token is there, or at the next tick.
      int wait = step.limit() == Limit.RATE ? Math.max(20, (int) step.next().toMillis()) : 20;
      fixture.clock.advance(Duration.ofMillis(wait));
      ms += wait;
    }
    double allowance = Math.max(1, rate * seconds * 0.01);
    assertThat((double) sum(admittedAtMs))
        .isBetween(rate * seconds - allowance, rate * seconds + allowance);
    for (int start : admittedAtMs.keySet()) {
      assertThat(sum(admittedAtMs.subMap(start, true, start + 10_000, false)))
          .isLessThanOrEqualTo(rate * 10 + Math.max(1, rate / 10));
    }
  }

  private static int sum(NavigableMap<Integer, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void admit_whenTheRateIsUsedUp_saysWhenTheNextTokenIsThere() {
    fixture.open(settings(100, 10));
    join(5);
    assertThat(admit().waits()).hasSize(1);
    AdmitResult.Step step = admit();
    assertThat(step.waits()).isEmpty();
    assertThat(step.limit()).isEqualTo(Limit.RATE);
    assertThat(step.next()).isBetween(Duration.ofMillis(1), Duration.ofMillis(100));
    fixture.clock.advance(step.next().minusMillis(1));
    assertThat(admit().waits()).isEmpty();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(admit().waits()).hasSize(1);
  }

  @Test
  void admit_afterALongPause_doesNotMakeUpForIt() {
    fixture.open(settings(10_000, 100));
    join(1_000);
    admit();
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(admit().waits()).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void admit_whenTheClockStepsBack_goesOnAtTheSetRate() {
    fixture.open(settings(10_000, 100));
    join(1_000);
    admit();
    fixture.clock.advance(Duration.ofMinutes(-5));
    assertThat(admit().waits()).isEmpty();
    fixture.clock.advance(Duration.ofMillis(100));
    assertThat(admit().waits()).hasSize(10);
  }

  @Test
  void admit_inBatches_isBoundedAndSaysThereIsMore() {
    fixture.open(settings(100, 1_000));
    join(50);
    AdmitResult.Step step = admit(20);
    assertThat(step.waits()).hasSize(20);
    assertThat(step.limit()).isEqualTo(Limit.BATCH);
  }

  @ParameterizedTest
  @EnumSource(RoomState.class)
  void admit_byState_followsTheState(RoomState state) {
    join(1);
    fixture.room.change(fixture.event, RoomChange.ofState(state, Set.of()));
    AdmitResult.Step step = admit();
    if (state.admits()) {
      assertThat(step.waits()).hasSize(1);
    } else {
      assertThat(step.waits()).isEmpty();
      assertThat(step.limit()).isEqualTo(Limit.STATE);
    }
  }

  @Test
  void admit_whenTheCapIsLowered_waitsUntilEnoughHaveLeft() {
    join(5);
    admit();
    fixture.open(settings(1, 1_000));
    fixture.clock.advance(Duration.ofSeconds(1));
    AdmitResult.Step step = admit();
    assertThat(step.waits()).isEmpty();
    assertThat(step.limit()).isEqualTo(Limit.SLOTS);
    assertThat(step.overAdmitted()).isZero();
  }

  @Test
  void admit_afterALease_takesTheSlotBackAndGivesItOn() {
    List<SessionRef> refs = join(3);
    admit();
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl().minusMillis(1));
    assertThat(admit().leasesLapsed()).isZero();
    fixture.clock.advance(Duration.ofMillis(1));
    AdmitResult.Step step = admit();
    assertThat(step.leasesLapsed()).isEqualTo(2);
    assertThat(step.waits()).hasSize(1);
    assertThat(fixture.events())
        .filteredOn(RoomEvent.Left.class::isInstance)
        .extracting(event -> ((RoomEvent.Left) event).reason())
        .containsExactly(LeaveReason.EXPIRED, LeaveReason.EXPIRED);
    assertThat(fixture.room.standing(refs.get(2))).isInstanceOf(Standing.Admitted.class);
  }

  @Test
  void admit_headWhoseTimeHasRunOut_isEndedAndSkipped() {
    join(2);
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
    SessionRef late = fixture.join("late");
    AdmitResult.Step step = admit();
    assertThat(step.timedOut()).isEqualTo(2);
    assertThat(step.waits()).containsExactly(Duration.ZERO);
    assertThat(fixture.room.standing(late)).isInstanceOf(Standing.Admitted.class);
  }

  @Test
  void admit_brokenSessionsAtTheHead_areCleanedAwayInOneStep() {
    List<SessionRef> refs = join(4);
    try (Jedis raw = RedisFixture.raw()) {
      raw.del(fixture.key("session:" + refs.get(0).ticket()));
      raw.del(fixture.key("session:" + refs.get(1).ticket()));
      raw.set(fixture.key("session:" + refs.get(1).ticket()), "not a hash");
    }
    AdmitResult.Step step = admit();
    assertThat(step.waits()).hasSize(2);
    assertThat(fixture.room.standing(refs.get(3))).isInstanceOf(Standing.Admitted.class);
  }

  @Test
  void admit_brokenLease_isTakenBack() {
    List<SessionRef> refs = join(1);
    admit();
    try (Jedis raw = RedisFixture.raw()) {
      raw.del(fixture.key("session:" + refs.getFirst().ticket()));
    }
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    assertThat(admit().leasesLapsed()).isEqualTo(1);
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().processingCount()).isZero();
  }
}
