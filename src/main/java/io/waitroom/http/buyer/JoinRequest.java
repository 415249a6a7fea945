package io.waitroom.http.buyer;

import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.EventId;
import io.waitroom.room.UserId;
import java.util.Optional;
import java.util.function.Function;

/**
 * The body of a join. Further fields are ignored, so that shops can send what they send anyway.
 *
 * @param eventId where to
 * @param userId who; empty where the body does not say
 * @param altcha a solved proof of work; empty where the body has none
 */
public record JoinRequest(EventId eventId, Optional<UserId> userId, Optional<String> altcha) {
  /** What {@code fields} ask for. */
  public static JoinRequest of(Fields fields) {
    EventId eventId = PathIds.event(fields.string("event_id"));
    Optional<UserId> userId =
        fields.has("user_id") ? Optional.of(userId(fields, UserId::joining)) : Optional.empty();
    return new JoinRequest(eventId, userId, fields.optionalString("altcha"));
  }

  /** The user of a session that {@code fields} name. */
  public static UserId userId(Fields fields) {
    return userId(fields, UserId::new);
  }

  private static UserId userId(Fields fields, Function<String, UserId> reading) {
    String value = fields.string("user_id");
    try {
      return reading.apply(value);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalidField("user_id", String.valueOf(e.getMessage()));
    }
  }
}
