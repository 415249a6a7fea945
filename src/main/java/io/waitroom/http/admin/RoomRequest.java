package io.waitroom.http.admin;

import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body with which an operator makes or changes a room. */
public final class RoomRequest {
  private static final String NAME = "name";
  private static final String MAX_CONCURRENT = "max_concurrent";
  private static final String RELEASE_RATE = "release_rate";
  private static final String MAX_LENGTH = "max_length";
  private static final String SESSION_TTL = "session_ttl_seconds";
  private static final String CHECKOUT_TTL = "checkout_ttl_seconds";
  private static final String MESSAGE = "message";
  private static final String LOGO_COLOR = "logo_color";
  private static final String RETURN_ORIGINS = "return_origins";
  private static final String STATE = "state";
  private static final Set<String> KNOWN =
      Set.of(
          NAME,
          MAX_CONCURRENT,
          RELEASE_RATE,
          MAX_LENGTH,
          SESSION_TTL,
          CHECKOUT_TTL,
          MESSAGE,
          LOGO_COLOR,
          RETURN_ORIGINS,
          STATE);

  /** What an answer holds besides: ignored, so that what GET gave can be sent back as it is. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "event_id",
          "queue_length",
          "processing_count",
          "last_ticket",
          "admitted_total",
          "ended",
          "outbox_length",
          "admission_rate",
          "estimated_wait_seconds");

  private RoomRequest() {}

  /** The change that {@code fields} ask for; what they do not name stays. */
  public static RoomChange change(Fields fields) {
    fields.allowOnly(KNOWN, READ_ONLY);
    Optional<Integer> maxConcurrent =
        integer(fields, MAX_CONCURRENT, RoomSettings.MAX_CONCURRENT_LIMIT).map(Math::toIntExact);
    Optional<Integer> releaseRate =
        integer(fields, RELEASE_RATE, RoomSettings.MAX_RELEASE_RATE).map(Math::toIntExact);
    Optional<Long> maxLength = integer(fields, MAX_LENGTH, RoomSettings.MAX_LENGTH_LIMIT);
    Optional<Duration> sessionTtl =
        integer(fields, SESSION_TTL, RoomSettings.MAX_SESSION_TTL.toSeconds())
            .map(Duration::ofSeconds);
    Optional<Duration> checkoutTtl =
        integer(fields, CHECKOUT_TTL, RoomSettings.MAX_CHECKOUT_TTL.toSeconds())
            .map(Duration::ofSeconds);
    Optional<RoomState> state = fields.optionalString(STATE).map(RoomRequest::state);
    try {
      return new RoomChange(
          fields.optionalString(NAME),
          maxConcurrent,
          releaseRate,
          maxLength,
          sessionTtl,
          checkoutTtl,
          page(fields),
          state,
          Set.of(RoomState.values()));
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private static RoomPage.Change page(Fields fields) {
    return new RoomPage.Change(
        fields.optionalString(MESSAGE),
        fields.optionalString(LOGO_COLOR),
        fields.optionalStrings(RETURN_ORIGINS));
  }

  /** What the room's nouns say of a value begins with the name of its field. */
  private static ProblemException refused(IllegalArgumentException e) {
    String detail = String.valueOf(e.getMessage());
    return ProblemException.invalidField(detail.replaceFirst(" .*", ""), detail);
  }

  private static Optional<Long> integer(Fields fields, String name, long max) {
    @Nullable Long value = fields.optionalInteger(name, 1, max);
    return Optional.ofNullable(value);
  }

  private static RoomState state(String word) {
    return Arrays.stream(RoomState.values())
        .filter(state -> state.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            ProblemException.invalidField(
                STATE, "state must be one of %s, not %s".formatted(words(), Fields.echo(word))));
  }

  private static String words() {
    return String.join(", ", Arrays.stream(RoomState.values()).map(RoomState::word).toList());
  }
}
