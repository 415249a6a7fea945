package io.waitroom.service;

import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;

/** What becomes of a leave or an eviction. */
public sealed interface LeaveDecision {
  /**
   * The session has ended, by this call or before.
   *
   * @param status how
   */
  record Ended(SessionRef session, SessionStatus status) implements LeaveDecision {}

  /** The session id is malformed, forged, of another event, or of an earlier life of its event. */
  record UnknownSession() implements LeaveDecision {}

  /** The session ended longer ago than endings are kept. */
  record SessionGone() implements LeaveDecision {}
}
