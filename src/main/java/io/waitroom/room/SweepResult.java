package io.waitroom.room;

/** What one sweep step did. */
public sealed interface SweepResult {
  /**
   * The step ran.
   *
   * @param expired waiters whose wait had run out
   * @param more whether the bound was reached and another step is due at once
   */
  record Swept(int expired, boolean more) implements SweepResult {}

  /**
   * The step ran in a room that is being removed.
   *
   * @param count people evicted
   * @param more whether the bound was reached and another step is due at once
   */
  record Evicted(int count, boolean more) implements SweepResult {}

  /** A room that was being removed is empty, told everybody, and is gone now. */
  record Removed() implements SweepResult {}

  /** No such room. */
  record NoSuchEvent() implements SweepResult {}
}
