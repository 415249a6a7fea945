package io.waitroom.room;

import java.time.Instant;

/** Whether one who shows a genuine token may enter the checkout. */
public sealed interface EnterResult {
  /**
   * Holds a checkout slot.
   *
   * @param leaseUntil when the slot is taken back
   * @param claimed whether the session is bound to a client, from now or from before
   */
  record Entered(UserId userId, Instant admittedAt, Instant leaseUntil, boolean claimed)
      implements EnterResult {}

  /** Holds a slot, but the session is bound to another client; nothing changed. */
  record ClaimedByAnother() implements EnterResult {}

  /** The lease of the slot has run out. */
  record LeaseOver() implements EnterResult {}

  /** Holds no slot: left, bought, failed, was evicted, is no longer kept, or was never admitted. */
  record NoSlot() implements EnterResult {}

  /** The room, or this life of it, is no more, or is being removed. */
  record NoSuchEvent() implements EnterResult {}
}
