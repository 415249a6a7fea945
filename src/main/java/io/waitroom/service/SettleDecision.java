package io.waitroom.service;

import io.waitroom.room.SessionStatus;

/** What becomes of a reported checkout outcome. Only the first two change anything. */
public sealed interface SettleDecision {
  /** The outcome is recorded, and the slot is free again. */
  record Settled(SessionStatus status) implements SettleDecision {}

  /** The checkout completed after its lease: recorded; the slot was free already. */
  record LateCompletion() implements SettleDecision {}

  /** The session had ended before. */
  record AlreadyEnded(SessionStatus status) implements SettleDecision {}

  /** The session still waits: it was never admitted. */
  record NotAdmitted() implements SettleDecision {}

  /** The session belongs to another user. */
  record ForeignUser() implements SettleDecision {}

  /** The session belongs to another event. */
  record ForeignEvent() implements SettleDecision {}

  /** The session id is malformed, forged, or of an earlier life of its event. */
  record UnknownSession() implements SettleDecision {}

  /** The session ended longer ago than endings are kept. */
  record SessionGone() implements SettleDecision {}

  /** The event was removed while the outcome was on its way. */
  record EventGone() implements SettleDecision {}
}
