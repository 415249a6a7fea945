package io.waitroom.service;

import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;

/** What a session id leads to. */
public sealed interface StatusDecision {
  /**
   * The session waits, holds a checkout slot, or has ended.
   *
   * @param standing {@code Queued}, {@code Admitted} or {@code Ended}
   */
  record Found(SessionRef session, Standing standing) implements StatusDecision {}

  /** The session id is malformed, forged, or of an earlier life of its event. */
  record UnknownSession() implements StatusDecision {}

  /** The session ended longer ago than endings are kept. */
  record SessionGone() implements StatusDecision {}
}
