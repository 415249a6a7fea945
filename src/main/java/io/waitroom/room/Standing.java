package io.waitroom.room;

import java.time.Instant;

/** Where a session stands now. */
public sealed interface Standing {
  /**
   * Waits.
   *
   * @param position 1 is next
   * @param queueLength people waiting
   */
  record Queued(long position, long queueLength) implements Standing {}

  /**
   * Holds a checkout slot.
   *
   * @param queueLength people waiting
   * @param leaseUntil when the slot is taken back
   */
  record Admitted(
      UserId userId, long queueLength, Instant joinedAt, Instant admittedAt, Instant leaseUntil)
      implements Standing {}

  /**
   * Has ended.
   *
   * @param status a terminal one
   * @param hadTurn whether it was ever admitted
   */
  record Ended(
      UserId userId, SessionStatus status, Instant joinedAt, Instant endedAt, boolean hadTurn)
      implements Standing {}

  /** Ended longer ago than endings are kept. */
  record Gone() implements Standing {}

  /** The room, or this life of it, is no more. */
  record NoSuchEvent() implements Standing {}
}
