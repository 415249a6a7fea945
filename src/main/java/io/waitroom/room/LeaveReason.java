package io.waitroom.room;

import java.util.Locale;

/** Why a session ended, as told in {@code QUEUE_LEFT}. */
public enum LeaveReason {
  /** The buyer left. */
  USER_LEFT,
  /** Waited longer than the session's time to live. */
  TIMEOUT,
  /** The lease of the checkout slot ran out and nobody said anything. */
  EXPIRED,
  /** An operator removed them, or the event. */
  EVICTED;

  /** The word in Redis, in Kafka and in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The reason that {@code word} names.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static LeaveReason of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
