package io.waitroom.redis;

import io.waitroom.redis.script.Reply;
import io.waitroom.room.AdmissionPace;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WindowedCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns rooms into fields of the room hash and boards into {@link RoomSnapshot}. */
final class SnapshotCodec {
  /**
   * State word of a room that is being removed; no {@link RoomState}, because nobody may ask for
   * it.
   */
  private static final String REMOVED = "removed";

  private SnapshotCodec() {}

  /**
   * The room of a board reply, or empty when it is being removed.
   *
   * @param first index after the word where the field-value pairs start
   */
  static Optional<RoomSnapshot> decode(EventId eventId, Reply reply, int first) {
    Map<String, String> fields = new HashMap<>();
    for (int i = first; i + 1 < reply.size(); i += 2) {
      fields.put(reply.text(i), reply.text(i + 1));
    }
    if (REMOVED.equals(fields.get("state"))) {
      return Optional.empty();
    }
    Map<SessionStatus, Long> ended = new EnumMap<>(SessionStatus.class);
    for (SessionStatus status : SessionStatus.values()) {
      if (status.isTerminal()) {
        ended.put(status, number(fields, status.word()));
      }
    }
    return Optional.of(
        new RoomSnapshot(
            eventId,
            required(fields, "epoch"),
            RoomState.of(required(fields, "state")),
            settings(fields),
            number(fields, "queue_length"),
            Math.toIntExact(number(fields, "processing_count")),
            number(fields, "ticket"),
            number(fields, "skipped"),
            number(fields, "last_admitted"),
            number(fields, "admitted"),
            ended,
            number(fields, "outbox_length"),
            instant(fields, "outbox_oldest"),
            new AdmissionPace(counted(fields, "pace"), counted(fields, "turnover")),
            Instant.ofEpochMilli(number(fields, "now"))));
  }

  /** Field-value pairs of settings, as {@code configure.lua} takes them. */
  static List<String> encode(RoomSettings settings) {
    return List.of(
        "name",
        settings.name(),
        "max_concurrent",
        Integer.toString(settings.maxConcurrent()),
        "release_rate",
        Integer.toString(settings.releaseRate()),
        "max_length",
        Long.toString(settings.maxLength()),
        "session_ttl_ms",
        millis(settings.sessionTtl()),
        "checkout_ttl_ms",
        millis(settings.checkoutTtl()),
        "message",
        settings.page().message(),
        "logo_color",
        settings.page().logoColor(),
        "return_origins",
        joined(settings.page().returnOrigins()));
  }

  /** Field-value pairs of what a change sets. */
  static List<String> encode(RoomChange change) {
    List<String> fields = new ArrayList<>();
    change.name().ifPresent(value -> add(fields, "name", value));
    change.maxConcurrent().ifPresent(value -> add(fields, "max_concurrent", value.toString()));
    change.releaseRate().ifPresent(value -> add(fields, "release_rate", value.toString()));
    change.maxLength().ifPresent(value -> add(fields, "max_length", value.toString()));
    change.sessionTtl().ifPresent(value -> add(fields, "session_ttl_ms", millis(value)));
    change.checkoutTtl().ifPresent(value -> add(fields, "checkout_ttl_ms", millis(value)));
    change.page().message().ifPresent(value -> add(fields, "message", value));
    change.page().logoColor().ifPresent(value -> add(fields, "logo_color", value));
    change.page().returnOrigins().ifPresent(value -> add(fields, "return_origins", joined(value)));
    change.state().ifPresent(value -> add(fields, "state", value.word()));
    return fields;
  }

  private static void add(List<String> fields, String name, String value) {
    fields.add(name);
    fields.add(value);
  }

  /** Origins hold no spaces. */
  private static String joined(List<String> origins) {
    return String.join(" ", origins);
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static RoomSettings settings(Map<String, String> fields) {
    return new RoomSettings(
        required(fields, "name"),
        Math.toIntExact(number(fields, "max_concurrent")),
        Math.toIntExact(number(fields, "release_rate")),
        number(fields, "max_length"),
        Duration.ofMillis(number(fields, "session_ttl_ms")),
        Duration.ofMillis(number(fields, "checkout_ttl_ms")),
        page(fields));
  }

  /** Rooms made before there was a page have none of these. */
  private static RoomPage page(Map<String, String> fields) {
    String origins = fields.getOrDefault("return_origins", "");
    return new RoomPage(
        fields.getOrDefault("message", ""),
        fields.getOrDefault("logo_color", ""),
        origins.isEmpty() ? List.of() : List.of(origins.split(" ")));
  }

  /** A count of {@code count_admissions} in Lua. */
  private static WindowedCount counted(Map<String, String> fields, String name) {
    return new WindowedCount(
        Instant.ofEpochMilli(number(fields, name + "_start")),
        number(fields, name + "_current"),
        number(fields, name + "_previous"));
  }

  private static long number(Map<String, String> fields, String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  /** Empty for 0 and for none. */
  private static Optional<Instant> instant(Map<String, String> fields, String name) {
    long millis = number(fields, name);
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("A room without " + name + ": " + fields.keySet());
    }
    return value;
  }
}
