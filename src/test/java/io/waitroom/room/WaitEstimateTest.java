package io.waitroom.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Paces;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What buyers are told about their wait. */
class WaitEstimateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final Duration LEASE = Duration.ofSeconds(100);

  private static final RoomSettings SETTINGS =
      new RoomSettings("", 100, 10, 1_000_000, Duration.ofHours(2), LEASE);

  /** 100 slots, 10 per second, leases of 100 s. */
  private static RoomSnapshot room(RoomState state, int processing, AdmissionPace pace) {
    return room(state, processing, 10_000, pace);
  }

  private static RoomSnapshot room(
      RoomState state, int processing, long admitted, AdmissionPace pace) {
    return new RoomSnapshot(
        new EventId("e"),
        "epoch",
        state,
        SETTINGS,
        5_000,
        processing,
        0,
        0,
        0,
        admitted,
        Map.of(),
        0,
        Optional.empty(),
        pace,
        NOW);
  }

  private static AdmissionPace pace(double perSecond) {
    long perWindow = (long) (perSecond * AdmissionPace.WINDOW.toSeconds());
    long perLease = (long) (perSecond * LEASE.toSeconds());
    return new AdmissionPace(
        new WindowedCount(NOW.minus(AdmissionPace.WINDOW), perWindow, perWindow),
        new WindowedCount(NOW.minus(LEASE), perLease, perLease));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 1", "11, 2", "100, 10"})
  void seconds_whileSlotsAreFree_followsTheSetRate(long position, long seconds) {
    RoomSnapshot room = room(RoomState.OPEN, 0, pace(0.1));
    assertThat(WaitEstimate.seconds(room, position, NOW)).hasValue(seconds);
  }

  @Test
  void seconds_inAFullHouse_followsTheObservedRate() {
    RoomSnapshot room = room(RoomState.OPEN, 100, pace(5));
    assertThat(WaitEstimate.seconds(room, 1_000, NOW).orElseThrow())
        .as("200 s, and a little for the slots that may come back late")
        .isBetween(200L, 240L);
  }

  @Test
  void seconds_inAFullHouseNobodySawMove_reckonsWithWholeLeases() {
    RoomSnapshot room = room(RoomState.OPEN, 100, AdmissionPace.NONE);
    assertThat(WaitEstimate.seconds(room, 100, NOW)).hasValue(100);
  }

  @Test
  void seconds_inAHouseThatHasJustFilled_promisesNothingFromThat() {
    AdmissionPace filled =
        Paces.counted(AdmissionPace.NONE, 100, 100, SETTINGS, NOW.minusSeconds(10));
    assertThat(WaitEstimate.seconds(room(RoomState.OPEN, 100, 100, filled), 100, NOW))
        .as("as if everybody used the whole lease")
        .hasValue(100);

    AdmissionPace fortyCameBack = Paces.counted(filled, 40, 140, SETTINGS, NOW.minusSeconds(5));
    assertThat(
            WaitEstimate.seconds(room(RoomState.OPEN, 100, 140, fortyCameBack), 100, NOW)
                .orElseThrow())
        .as("between one a second, as leases have it, and the eight that were seen")
        .isBetween(13L, 60L);
  }

  @Test
  void seconds_isNeverFasterThanTheSetRate() {
    RoomSnapshot room = room(RoomState.OPEN, 100, pace(500));
    assertThat(WaitEstimate.seconds(room, 1_000, NOW)).hasValue(100);
  }

  @Test
  void seconds_whileNobodyIsAdmitted_isUnknown() {
    assertThat(WaitEstimate.seconds(room(RoomState.PAUSED, 0, pace(5)), 1, NOW)).isEmpty();
    assertThat(WaitEstimate.seconds(room(RoomState.SOLD_OUT, 0, pace(5)), 1, NOW)).isEmpty();
    assertThat(WaitEstimate.seconds(room(RoomState.CLOSED, 0, pace(5)), 1, NOW))
        .isEqualTo(OptionalLong.of(1));
  }

  @Test
  void pollAfter_growsWithTheDistanceAndIsBounded() {
    RoomSnapshot room = room(RoomState.OPEN, 0, AdmissionPace.NONE);
    long previous = 0;
    for (long position = 1; position < 1_000_000; position *= 3) {
      long seconds = WaitEstimate.pollAfterSeconds(room, position, NOW);
      assertThat(seconds).isBetween(Math.max(1, previous), 30L);
      previous = seconds;
    }
    assertThat(WaitEstimate.pollAfterSeconds(room, 1, NOW)).isEqualTo(1);
    assertThat(previous).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 60, 20",
    "1, 5, 100",
    "10, 60, 100",
    "100, 900, 600",
    "1000, 3600, 5000",
    "10000, 900, 60000"
  })
  void f22_estimateInAFullHouse_isWithinTwiceTheTruthAndSteady(int slots, int lease, int people) {
    SimulatedRoom room = new SimulatedRoom(slots, Duration.ofSeconds(lease), people);
    double admittedAt = room.run();
    double before = Double.NaN;
    double remaining = Double.NaN;
    for (SimulatedRoom.Sample sample : room.samples()) {
      double truth = admittedAt - sample.second();
      if (sample.second() < lease || truth < Math.max(lease, 10.0 * lease / slots)) {
        continue;
      }
      String state = "%s, truth %.0f s".formatted(sample, truth);
      assertThat((double) sample.estimate()).as(state).isBetween(truth / 2, truth * 2);
      double moment = sample.second() + sample.estimate();
      if (!Double.isNaN(before)) {
        assertThat(Math.abs(moment - before)).as(state).isLessThan(0.2 * remaining);
      }
      before = moment;
      remaining = sample.estimate();
    }
    assertThat(before).as("was looked at").isNotNaN();
  }

  @Test
  void pace_weighsTheOlderWindowByWhatIsLeftOfIt() {
    AdmissionPace pace = new AdmissionPace(new WindowedCount(NOW, 0, 300), WindowedCount.NONE);
    assertThat(pace.perSecond(NOW)).isEqualTo(10.0);
    assertThat(pace.perSecond(NOW.plusSeconds(15))).isEqualTo(5.0);
    assertThat(pace.perSecond(NOW.plusSeconds(60))).isZero();
    assertThat(AdmissionPace.NONE.perSecond(NOW)).isZero();
  }
}
