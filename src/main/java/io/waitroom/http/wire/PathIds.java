package io.waitroom.http.wire;

import io.waitroom.room.EventId;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;

/** The ids in paths, checked. */
public final class PathIds {
  private PathIds() {}

  /**
   * The event that a path names.
   *
   * @throws ProblemException when no event can have that id
   */
  public static EventId event(String value) {
    if (!EventId.isValid(value)) {
      throw ProblemException.invalidField("event_id", "event_id must match " + EventId.ALLOWED);
    }
    return new EventId(value);
  }

  /**
   * The session that a path names.
   *
   * @throws ProblemException when the id is malformed, forged, or of an earlier life of the event
   */
  public static SessionRef session(SessionIds ids, String value) {
    return ids.verify(value).orElseThrow(PathIds::noSuchSession);
  }

  /**
   * The session that a path under an event's names.
   *
   * @throws ProblemException as above, and when the session is of another event
   */
  public static SessionRef session(SessionIds ids, EventId event, String value) {
    return ids.verify(value)
        .filter(ref -> ref.eventId().equals(event))
        .orElseThrow(PathIds::noSuchSession);
  }

  /** The one answer to all ids that lead nowhere, so that guessing teaches nothing. */
  public static ProblemException noSuchSession() {
    return new ProblemException(
        Problem.SESSION_NOT_FOUND, "session_id is not one that this service has given out");
  }

  /** The answer to an id of a session that ended too long ago. */
  public static ProblemException sessionGone() {
    return new ProblemException(
        Problem.SESSION_GONE, "The session ended, and its ending is no longer kept");
  }

  /** The answer where an event has no room. */
  public static ProblemException noSuchEvent(EventId event) {
    return new ProblemException(Problem.EVENT_NOT_FOUND, "No event has the id " + event);
  }
}
