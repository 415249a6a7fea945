package io.waitroom.work;

import java.time.Duration;

/**
 * How often things run.
 *
 * @param processInterval between admission steps of an event where people wait; 5 ms to 1 s; 50 ms
 *     by default. However long it is, the rate of an event is kept
 * @param idleInterval between admission steps of an event where nobody waits; not less than {@code
 *     processInterval}; a join wakes it at once
 * @param batch most sessions touched in one step, 1 to {@value #MAX_BATCH}; 500 by default, so that
 *     a step does not hold Redis up
 */
public record WorkSettings(Duration processInterval, Duration idleInterval, int batch) {
  /** Shortest interval between admission steps. */
  public static final Duration MIN_INTERVAL = Duration.ofMillis(5);

  /** Longest interval between admission steps where people wait. */
  public static final Duration MAX_INTERVAL = Duration.ofSeconds(1);

  /** Largest batch. */
  public static final int MAX_BATCH = 1_000;

  public WorkSettings {
    if (processInterval.compareTo(MIN_INTERVAL) < 0
        || processInterval.compareTo(MAX_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "processInterval must be %s to %s, not %s"
              .formatted(MIN_INTERVAL, MAX_INTERVAL, processInterval));
    }
    if (idleInterval.compareTo(processInterval) < 0) {
      throw new IllegalArgumentException(
          "idleInterval must be at least %s, not %s".formatted(processInterval, idleInterval));
    }
    if (batch < 1 || batch > MAX_BATCH) {
      throw new IllegalArgumentException(
          "batch must be 1 to %d, not %d".formatted(MAX_BATCH, batch));
    }
  }
}
