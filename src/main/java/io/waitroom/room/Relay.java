package io.waitroom.room;

/** Carries events from the {@link Outbox} to the company; told by the loops when. */
public interface Relay {
  /**
   * Claims one batch of a room's outbox, sends it, waits for the broker's acks and removes what was
   * acked. Blocks at most for the sender's delivery timeout. Never throws because of the broker.
   *
   * @throws RoomUnavailableException when Redis cannot be reached; what was sent is then sent again
   *     later
   */
  Delivery deliver(EventId eventId);

  /** What a delivery did. */
  enum Delivery {
    /** Nothing to send, or another replica is at it. */
    IDLE,
    /** A batch was delivered; there may be more. */
    DELIVERED,
    /**
     * Some or all of the batch was not acked; it stays in the outbox. Wait before the next attempt.
     */
    FAILED
  }
}
