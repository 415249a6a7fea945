package io.waitroom.room;

/** What became of a leave or an eviction. */
public sealed interface LeaveResult {
  /**
   * The session ended by this call.
   *
   * @param slotFreed whether it held a checkout slot
   */
  record Left(SessionStatus status, boolean slotFreed) implements LeaveResult {}

  /** It had ended before; nothing changed. */
  record AlreadyEnded(SessionStatus status) implements LeaveResult {}

  /** Ended longer ago than endings are kept. */
  record Gone() implements LeaveResult {}

  /** The room, or this life of it, is no more. */
  record NoSuchEvent() implements LeaveResult {}
}
