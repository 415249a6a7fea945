package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/**
 * Admissions that followed somebody, counted in two adjoining windows of a lease's length. In that
 * time every slot of a full house comes back at least once, so the count tells how fast slots come
 * back even where that is rare, or where many come back at once.
 *
 * @param windowStart start of the current window; the epoch when no slot ever came back
 * @param current admissions in the current window
 * @param previous admissions in the window before it
 */
public record Turnover(Instant windowStart, long current, long previous) {
  /** Before the first admission. */
  public static final Turnover NONE = new Turnover(Instant.EPOCH, 0, 0);

  /**
   * Returns the admissions within the last window, those before the current one weighted by how
   * much of their window still lies within.
   */
  public double admissions(Instant now, Duration lease) {
    double windows = elapsedWindows(now, lease);
    if (windows >= 2) {
      return 0;
    }
    return windows >= 1 ? current * (2 - windows) : current + previous * (1 - windows);
  }

  /** Returns the seconds in which these admissions happened; 0 where too long ago to tell. */
  public double seconds(Instant now, Duration lease) {
    double windows = elapsedWindows(now, lease);
    if (windows >= 2) {
      return 0;
    }
    double seen = previous == 0 ? Math.min(1, windows) : 1;
    return seen * window(lease).toMillis() / 1000.0;
  }

  /** Returns the length of a window, as {@code admit.lua} has it too. */
  public static Duration window(Duration lease) {
    return lease.compareTo(AdmissionPace.WINDOW) > 0 ? lease : AdmissionPace.WINDOW;
  }

  private double elapsedWindows(Instant now, Duration lease) {
    double elapsedMs = Math.max(0, Duration.between(windowStart, now).toMillis());
    return elapsedMs / window(lease).toMillis();
  }
}
