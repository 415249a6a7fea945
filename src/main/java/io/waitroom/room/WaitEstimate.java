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
   * come back for those who find none free. Slots come back at the observed rate of admissions (in
   * a full house one follows the other); in a full house where none has come back yet, as if every
   * buyer used the whole lease. Before the first admissions only the set rate is known.
   */
  private static double likelySeconds(RoomSnapshot room, long position, double perSecond) {
    RoomSettings settings = room.settings();
    double byRate = position / (double) settings.releaseRate();
    long withoutFreeSlot = position - (settings.maxConcurrent() - room.processingCount());
    boolean full = room.processingCount() >= settings.maxConcurrent();
    double observed = Math.min(perSecond, settings.releaseRate());
    if (withoutFreeSlot <= 0 || (observed == 0 && !full)) {
      return byRate;
    }
    double byLease = settings.maxConcurrent() * 1000.0 / settings.checkoutTtl().toMillis();
    return Math.max(byRate, withoutFreeSlot / Math.max(observed, byLease));
  }

  /**
   * Admissions per second of late, as far as they tell how fast slots come back: those that filled
   * the house for the first time do not, so in a full house only the part of them counts that
   * followed somebody.
   */
  private static double comingBackPerSecond(RoomSnapshot room, Instant now) {
    double observed = room.pace().perSecond(now);
    long counted = room.pace().current() + room.pace().previous();
    if (room.processingCount() < room.settings().maxConcurrent() || counted == 0) {
      return observed;
    }
    long cameBack = Math.max(0, room.admitted() - room.processingCount());
    return observed * Math.min(1, (double) cameBack / counted);
  }
}
