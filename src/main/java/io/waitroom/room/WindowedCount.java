package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/**
 * A count in two adjoining windows of one length. The reader knows the length.
 *
 * @param start start of the current window; the epoch when nothing was ever counted
 * @param current counted in the current window
 * @param previous counted in the window before it; 0 when that one was empty
 */
public record WindowedCount(Instant start, long current, long previous) {
  /** Before anything was counted. */
  public static final WindowedCount NONE = new WindowedCount(Instant.EPOCH, 0, 0);

  /**
   * Returns the count of the last window up to {@code now}, the older windows weighted by how much
   * of them still lies within; 0 when nothing was counted for two windows.
   */
  double within(Instant now, Duration window) {
    double windows = elapsed(now, window);
    if (windows >= 2) {
      return 0;
    }
    return windows >= 1 ? current * (2 - windows) : current + previous * (1 - windows);
  }

  /** Returns the time since the current window's start, in windows; at least 0. */
  double elapsed(Instant now, Duration window) {
    double elapsedMs = Math.max(0, Duration.between(start, now).toMillis());
    return elapsedMs / window.toMillis();
  }
}
