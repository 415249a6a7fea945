package io.waitroom.testkit;

import io.waitroom.room.AdmissionPace;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.WindowedCount;
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
    long followers = Math.min(count, total - settings.maxConcurrent());
    return new AdmissionPace(
        counted(pace.recent(), count, now, AdmissionPace.WINDOW),
        followers > 0
            ? counted(
                pace.turnover(),
                followers,
                now,
                AdmissionPace.turnoverWindow(settings.checkoutTtl()))
            : pace.turnover());
  }

  private static WindowedCount counted(
      WindowedCount before, long count, Instant now, Duration window) {
    Duration elapsed = Duration.between(before.start(), now);
    if (elapsed.compareTo(window.multipliedBy(2)) >= 0) {
      return new WindowedCount(now, count, 0);
    }
    return elapsed.compareTo(window) >= 0
        ? new WindowedCount(before.start().plus(window), count, before.current())
        : new WindowedCount(before.start(), before.current() + count, before.previous());
  }
}
