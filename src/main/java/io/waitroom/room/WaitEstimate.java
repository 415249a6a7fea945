package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How long a wait is likely to take and when to ask again, from how fast slots of a room come back.
 * A pure function of the snapshot.
 */
public final class WaitEstimate {
  private static final long MAX_POLL_SECONDS = 30;
  private static final long POLLS_PER_WAIT = 10;

  /**
   * As many slots, and this part of all, are taken to have come back with the whole lease used
   * before any was seen to: a single return is an accident, several are a rate.
   */
  private static final double PRIOR_RETURNS = 10;

  private static final double PRIOR_PART = 0.25;

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
    double wait = likelySeconds(room, position, comingBackPerSecond(room, now));
    return OptionalLong.of(Math.max(1, (long) Math.ceil(wait)));
  }

  /**
   * When a waiter at {@code position} should poll again: 1 s near the head, growing to 30 s far
   * back. Reckons with the fastest that is possible, so that nobody's slot waits for its buyer.
   */
  public static long pollAfterSeconds(RoomSnapshot room, long position, Instant now) {
    double wait = likelySeconds(room, position, room.pace().perSecond(now));
    return Math.clamp((long) (wait / POLLS_PER_WAIT), 1, MAX_POLL_SECONDS);
  }

  /**
   * The later of two: when the set rate lets {@code position} through, and when enough slots have
   * come back for those who find none free; at the latest all come back within a lease. Before the
   * first admissions only the set rate is known.
   */
  private static double likelySeconds(RoomSnapshot room, long position, double perSecond) {
    RoomSettings settings = room.settings();
    double byRate = position / (double) settings.releaseRate();
    long withoutFreeSlot = position - (settings.maxConcurrent() - room.processingCount());
    if (withoutFreeSlot <= 0 || (room.admitted() == 0 && room.processingCount() == 0)) {
      return byRate;
    }
    double comingBack = Math.max(perSecond, byLease(settings));
    return Math.max(byRate, withoutFreeSlot / Math.min(comingBack, settings.releaseRate()));
  }

  /** Slots that come back each second where every buyer uses the whole lease. */
  private static double byLease(RoomSettings settings) {
    return settings.maxConcurrent() * 1000.0 / settings.checkoutTtl().toMillis();
  }

  /**
   * Slots that come back each second: seen over the time of a lease, on top of some that used the
   * whole lease.
   */
  private static double comingBackPerSecond(RoomSnapshot room, Instant now) {
    Duration lease = room.settings().checkoutTtl();
    double prior = Math.max(PRIOR_RETURNS, PRIOR_PART * room.settings().maxConcurrent());
    double seconds = prior / byLease(room.settings()) + room.pace().followersSeconds(now, lease);
    return (prior + room.pace().followers(now, lease)) / seconds;
  }
}
