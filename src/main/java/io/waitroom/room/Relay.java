package io.waitroom.room;

/** Carries events from the {@link Outbox} to the company; told by the loops when. */
public interface Relay {
  /**
   * Delivers a room's outbox until it is empty, for about half a second at most: claims batches,
   * sends them, waits for the broker's acks and removes what was acked. Blocks at most for the
   * sender's delivery timeout beyond that. Never throws because of the broker.
   *
   * @throws RoomUnavailableException when Redis cannot be reached; what was sent is then sent again
   *     later
   */
  Delivery deliver(EventId eventId);

  /** What a delivery did. */
  enum Delivery {
    /** Nothing to send, or another replica is at it. */
    IDLE,
    /** Events were delivered, and none were left. */
    DELIVERED,
    /** Events were delivered; there may be more. */
    MORE,
    /** Some events were not acked; they stay in the outbox. Wait before the next attempt. */
    FAILED
  }
}
