package io.waitroom.http;

import io.waitroom.room.EventId;
import io.waitroom.room.UserId;

/**
 * The body of a join. Further fields are ignored, so that shops can send what they send anyway.
 *
 * @param eventId where to
 * @param userId who
 */
record JoinRequest(EventId eventId, UserId userId) {
  /** What {@code fields} ask for. */
  static JoinRequest of(Fields fields) {
    EventId eventId = Paths.event(fields.string("event_id"));
    return new JoinRequest(eventId, userId(fields));
  }

  /** The user that {@code fields} name. */
  static UserId userId(Fields fields) {
    String value = fields.string("user_id");
    try {
      return new UserId(value);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalidField("user_id", String.valueOf(e.getMessage()));
    }
  }
}
