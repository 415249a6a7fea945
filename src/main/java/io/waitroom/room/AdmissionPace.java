package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast people are admitted, and how fast slots come back. Counted where people are admitted, in
 * Redis, so every replica sees the same.
 *
 * @param recent all admissions, in windows of {@link #WINDOW}
 * @param turnover admissions that followed somebody, in windows of {@link #turnoverWindow}. In that
 *     time every slot in use comes back at least once, so the count tells how fast slots come back
 *     even where that is rare, or where many come back at once
 */
public record AdmissionPace(WindowedCount recent, WindowedCount turnover) {
  /** Length of a window of all admissions. */
  public static final Duration WINDOW = Duration.ofSeconds(30);

  /** Before the first admission. */
  public static final AdmissionPace NONE =
      new AdmissionPace(WindowedCount.NONE, WindowedCount.NONE);

  /** Returns the length of a window of the turnover, as {@code admit.lua} has it too. */
  public static Duration turnoverWindow(Duration lease) {
    return lease.compareTo(WINDOW) > 0 ? lease : WINDOW;
  }

  /** Returns admissions per second over the last window; 0 when there was none for two windows. */
  public double perSecond(Instant now) {
    double windows = recent.elapsed(now, WINDOW);
    if (windows < 1 && recent.previous() == 0) {
      // The first window of a run: what was seen so far, over at least a second so that a burst is
      // no rate.
      return recent.current() / Math.max(1, windows * WINDOW.toSeconds());
    }
    return recent.within(now, WINDOW) / WINDOW.toSeconds();
  }

  /** Returns the admissions that followed somebody within the last window of the turnover. */
  double followers(Instant now, Duration lease) {
    return turnover.within(now, turnoverWindow(lease));
  }

  /** Returns the seconds in which {@link #followers} were counted; 0 when too long ago to tell. */
  double followersSeconds(Instant now, Duration lease) {
    Duration window = turnoverWindow(lease);
    double windows = turnover.elapsed(now, window);
    if (windows >= 2) {
      return 0;
    }
    double seen = turnover.previous() == 0 ? Math.min(1, windows) : 1;
    return seen * window.toMillis() / 1000.0;
  }
}
