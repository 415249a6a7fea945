package io.waitroom.room;

import io.waitroom.testkit.Paces;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A room on paper, second by second: people who all joined at once, of whom each keeps a slot for
 * half of a lease to a whole one. The last of them is told an estimate every minute.
 */
final class SimulatedRoom {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final int MINUTE = 60;

  private final RoomSettings settings;
  private final long people;
  private final Random random = new Random(22);
  private final List<Double> ends = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private AdmissionPace pace = AdmissionPace.NONE;
  private long admitted;

  SimulatedRoom(int slots, Duration lease, long people) {
    int rate = (int) Math.max(1, 2L * slots / lease.toSeconds());
    this.settings = new RoomSettings("", slots, rate, 1_000_000, Duration.ofHours(24), lease);
    this.people = people;
  }

  /** What the last one was told, and when. */
  record Sample(int second, long estimate) {}

  /** Returns the second in which the last one is admitted. */
  int run() {
    for (int second = 0; ; second++) {
      step(second);
      if (admitted == people) {
        return second;
      }
      if (second % MINUTE == 0) {
        Instant now = START.plusSeconds(second);
        long position = people - admitted;
        long estimate = WaitEstimate.seconds(snapshot(now), position, now).orElseThrow();
        samples.add(new Sample(second, estimate));
      }
    }
  }

  List<Sample> samples() {
    return samples;
  }

  private void step(int second) {
    ends.removeIf(end -> end <= second);
    long free = (long) settings.maxConcurrent() - ends.size();
    long count = Math.min(Math.min(free, settings.releaseRate()), people - admitted);
    for (int i = 0; i < count; i++) {
      ends.add(second + settings.checkoutTtl().toSeconds() * (0.5 + random.nextDouble() / 2));
    }
    if (count > 0) {
      admitted += count;
      pace = Paces.counted(pace, count, admitted, settings, START.plusSeconds(second));
    }
  }

  private RoomSnapshot snapshot(Instant now) {
    return new RoomSnapshot(
        new EventId("e"),
        "epoch",
        RoomState.OPEN,
        settings,
        people - admitted,
        ends.size(),
        people,
        0,
        admitted,
        admitted,
        Map.of(),
        0,
        Optional.empty(),
        pace,
        now);
  }
}
