package io.waitroom.room;

import java.util.Locale;

/**
 * The state of a session. {@code QUEUED} becomes {@code ADMITTED} or ends; {@code ADMITTED} ends;
 * what has ended never changes, except that a lapsed lease becomes {@code COMPLETED} when the
 * completed checkout is reported late.
 */
public enum SessionStatus {
  /** Waits. */
  QUEUED,
  /** Holds a checkout slot. */
  ADMITTED,
  /** Bought. */
  COMPLETED,
  /** Checkout failed. */
  FAILED,
  /** Waited too long, or the lease ran out, or the checkout was reported as expired. */
  EXPIRED,
  /** Left of their own accord. */
  ABANDONED,
  /** Removed by an operator. */
  EVICTED;

  /** The word in Redis, in HTTP and in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing can follow. */
  public boolean isTerminal() {
    return this != QUEUED && this != ADMITTED;
  }

  /**
   * The status that {@code word} names.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static SessionStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
