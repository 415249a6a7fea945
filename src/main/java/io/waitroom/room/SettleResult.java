package io.waitroom.room;

/** What became of a reported checkout outcome. */
public sealed interface SettleResult {
  /** Recorded, and the slot is free again. */
  record Settled(SessionStatus status) implements SettleResult {}

  /** A completed checkout reported after the lease ran out: recorded; the slot was free already. */
  record LateCompletion() implements SettleResult {}

  /** It had ended before (duplicate, late or out of order); nothing changed. */
  record AlreadyEnded(SessionStatus status) implements SettleResult {}

  /** It was never admitted; nothing changed. */
  record NotAdmitted() implements SettleResult {}

  /** The session belongs to another user; nothing changed. */
  record ForeignUser() implements SettleResult {}

  /** Ended longer ago than endings are kept; nothing changed. */
  record Gone() implements SettleResult {}

  /** The room, or this life of it, is no more; nothing changed. */
  record NoSuchEvent() implements SettleResult {}
}
