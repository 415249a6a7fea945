package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/**
 * Admissions counted in two adjoining windows, from which the observed rate is read. Counted where
 * people are admitted, in Redis, so every replica sees the same.
 *
 * @param windowStart start of the current window; the epoch when nobody was ever admitted
 * @param current admissions in the current window
 * @param previous admissions in the window before it; 0 when that one was empty
 * @param turnover those that followed somebody, over the time of a lease
 */
public record AdmissionPace(Instant windowStart, long current, long previous, Turnover turnover) {
  /** Length of a window. */
  public static final Duration WINDOW = Duration.ofSeconds(30);

  /** Before the first admission. */
  public static final AdmissionPace NONE = new AdmissionPace(Instant.EPOCH, 0, 0);

  /** Makes one of a room whose turnover is not known. */
  public AdmissionPace(Instant windowStart, long current, long previous) {
    this(windowStart, current, previous, Turnover.NONE);
  }

  /**
   * Admissions per second over the last window, the older one weighted by how much of it still lies
   * within; 0 when nobody was admitted for two windows.
   */
  public double perSecond(Instant now) {
    double windowMs = WINDOW.toMillis();
    double elapsedMs = Math.max(0, Duration.between(windowStart, now).toMillis());
    if (elapsedMs >= 2 * windowMs) {
      return 0;
    }
    if (elapsedMs >= windowMs) {
      return current * (2 - elapsedMs / windowMs) / WINDOW.toSeconds();
    }
    if (previous == 0) {
      // The first window of a run: what was seen so far, over at least a second so that a burst is
      // no rate.
      return current * 1000.0 / Math.max(1000, elapsedMs);
    }
    return (previous * (1 - elapsedMs / windowMs) + current) / WINDOW.toSeconds();
  }
}
