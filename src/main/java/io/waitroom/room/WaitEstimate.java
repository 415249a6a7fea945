package io.waitroom.room;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * How long a wait is likely to take and when to ask again, from the observed admission rate of a
 * room. A pure function of the snapshot.
 */
public final class WaitEstimate {
  private static final long MAX_POLL_SECONDS = 30;
  private static final long POLLS_PER_WAIT = 10;

  private WaitEstimate() {}

  /**
   * Whole seconds until {@code position} is admitted, at least 1; empty while nobody is admitted
   * (paused or sold out), because any number would be a lie.
   *
   * @param position 1 is next
   */
  public static OptionalLong seconds(RoomSnapshot room, long position, Instant now) {
    if (!room.state().admits()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Math.max(1, (long) Math.ceil(position / ratePerSecond(room, now))));
  }

  /**
   * When a waiter at {@code position} should poll again: 1 s near the head, growing to 30 s far
   * back.
   */
  public static long pollAfterSeconds(RoomSnapshot room, long position, Instant now) {
    long wait = (long) Math.ceil(position / ratePerSecond(room, now));
    return Math.clamp(wait / POLLS_PER_WAIT, 1, MAX_POLL_SECONDS);
  }

  /**
   * Admissions per second to reckon with: what was observed; where nothing was, the set rate while
   * slots are free, or else the rate at which full slots come back if every buyer uses the whole
   * lease. Never above the set rate.
   */
  static double ratePerSecond(RoomSnapshot room, Instant now) {
    RoomSettings settings = room.settings();
    double observed = room.pace().perSecond(now);
    if (observed > 0) {
      return Math.min(observed, settings.releaseRate());
    }
    if (room.processingCount() < settings.maxConcurrent()) {
      return settings.releaseRate();
    }
    double leases = settings.maxConcurrent() * 1000.0 / settings.checkoutTtl().toMillis();
    return Math.min(leases, settings.releaseRate());
  }
}
