package io.waitroom.testkit;

import java.time.Duration;

/**
 * What the waiting room in memory has in common with its Redis adapter beyond an event's settings.
 *
 * @param retention how long endings are kept
 * @param outboxMax most events kept for the broker; a join beyond is refused
 * @param burst how much of the rate the bucket holds
 * @param slack how much of the rate it holds above one admission
 */
public record InMemoryTuning(Duration retention, int outboxMax, Duration burst, Duration slack) {
  /** Endings kept for an hour, a bucket of a tenth of a second. */
  public static final InMemoryTuning DEFAULT =
      new InMemoryTuning(
          Duration.ofHours(1), 1_000_000, Duration.ofMillis(100), Duration.ofMillis(20));
}
