package io.waitroom.lab.crowd;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the company was told of one place. Not thread-safe. */
final class Told {
  /** The kinds of message. */
  enum Kind {
    JOINED("joined_at"),
    READY("admitted_at"),
    LEFT("left_at");

    private final String timeField;

    Kind(String timeField) {
      this.timeField = timeField;
    }
  }

  private final Map<Kind, String> messages = new EnumMap<>(Kind.class);
  private final Map<Kind, Instant> times = new EnumMap<>(Kind.class);
  private int again;
  private int contradictions;
  private String user = "";

  /** One more message; the same one again is counted, another one of the same kind is a lie. */
  void hear(Kind kind, String messageId, JsonObject json) {
    String whole = messageId + json;
    String before = messages.putIfAbsent(kind, whole);
    if (before == null) {
      Reply.time(json, kind.timeField).ifPresent(at -> times.put(kind, at));
      user = json.getString("user_id", user);
    } else if (before.equals(whole)) {
      again++;
    } else {
      contradictions++;
    }
  }

  boolean has(Kind kind) {
    return messages.containsKey(kind);
  }

  /** When it happened, as told. */
  Optional<Instant> at(Kind kind) {
    return Optional.ofNullable(times.get(kind));
  }

  /** Whose place it is. */
  String user() {
    return user;
  }

  /** Messages delivered once more, which is allowed. */
  int again() {
    return again;
  }

  /** Different messages of one kind. */
  int contradictions() {
    return contradictions;
  }
}
