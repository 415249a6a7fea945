package io.waitroom.testkit;

import io.waitroom.room.AdmissionPace;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.Turnover;
import java.time.Duration;
import java.time.Instant;

/** Counts admissions as {@code admit.lua} does. */
public final class Paces {
  private Paces() {}

  /**
   * Returns the pace after {@code count} more admissions.
   *
   * @param total admissions ever, with these
   */
  public static AdmissionPace counted(
      AdmissionPace pace, long count, long total, RoomSettings settings, Instant now) {
    Turnover recent =
        counted(
            new Turnover(pace.windowStart(), pace.current(), pace.previous()),
            count,
            now,
            AdmissionPace.WINDOW);
    long followers = Math.min(count, total - settings.maxConcurrent());
    Turnover turnover =
        followers > 0
            ? counted(pace.turnover(), followers, now, Turnover.window(settings.checkoutTtl()))
            : pace.turnover();
    return new AdmissionPace(recent.windowStart(), recent.current(), recent.previous(), turnover);
  }

  private static Turnover counted(Turnover before, long count, Instant now, Duration window) {
    Duration elapsed = Duration.between(before.windowStart(), now);
    if (elapsed.compareTo(window.multipliedBy(2)) >= 0) {
      return new Turnover(now, count, 0);
    }
    return elapsed.compareTo(window) >= 0
        ? new Turnover(before.windowStart().plus(window), count, before.current())
        : new Turnover(before.windowStart(), before.current() + count, before.previous());
  }
}
