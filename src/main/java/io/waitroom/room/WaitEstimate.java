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
    return OptionalLong.of(Math.max(1, (long) Math.ceil(likelySeconds(room, position, now))));
  }

  /**
   * When a waiter at {@code position} should poll again: 1 s near the head, growing to 30 s far
   * back.
   */
  public static long pollAfterSeconds(RoomSnapshot room, long position, Instant now) {
    double wait = likelySeconds(room, position, now);
    return Math.clamp((long) (wait / POLLS_PER_WAIT), 1, MAX_POLL_SECONDS);
  }

  /**
   * The later of two: when the set rate lets {@code position} through, and when enough slots have
   * come back for those who find none free. Slots come back at the observed rate of admissions (in
   * a full house one follows the other); in a full house where nothing was observed, as if every
   * buyer used the whole lease. Before the first admissions only the set rate is known.
   */
  private static double likelySeconds(RoomSnapshot room, long position, Instant now) {
    RoomSettings settings = room.settings();
    double byRate = position / (double) settings.releaseRate();
    long withoutFreeSlot = position - (settings.maxConcurrent() - room.processingCount());
    double observed = Math.min(room.pace().perSecond(now), settings.releaseRate());
    boolean full = room.processingCount() >= settings.maxConcurrent();
    if (withoutFreeSlot <= 0 || (observed == 0 && !full)) {
      return byRate;
    }
    double byLease = settings.maxConcurrent() * 1000.0 / settings.checkoutTtl().toMillis();
    return Math.max(byRate, withoutFreeSlot / Math.max(observed, byLease));
  }
}
