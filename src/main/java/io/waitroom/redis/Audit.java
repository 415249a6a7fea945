package io.waitroom.redis;

import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.Reply;
import io.waitroom.room.AuditEntry;
import io.waitroom.room.EventId;
import io.waitroom.room.Operator;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The trail of what operators did, as scripts write and read it. */
final class Audit {
  /** Entries kept for an event; some more, because Redis trims in blocks. */
  private static final int MAX_ENTRIES = 1_000;

  /** How long a trail is kept that nothing is added to. */
  private static final Duration RETENTION = Duration.ofDays(90);

  private static final int FIELDS = 5;

  private Audit() {}

  /** The four arguments of {@code lib/audit.lua}. */
  static List<String> arguments(EventId eventId, Operator operator) {
    return List.of(
        Keys.audit(eventId),
        Integer.toString(MAX_ENTRIES),
        Long.toString(RETENTION.toMillis()),
        operator.name());
  }

  /** The entries of a {@code trail.lua} reply. */
  static List<AuditEntry> entries(Reply reply) {
    List<AuditEntry> entries = new ArrayList<>();
    for (int i = 0; i + FIELDS <= reply.size(); i += FIELDS) {
      entries.add(
          new AuditEntry(
              reply.instant(i),
              reply.text(i + 1),
              reply.text(i + 2),
              values(reply.text(i + 3)),
              values(reply.text(i + 4))));
    }
    return entries;
  }

  private static Map<String, String> values(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject().entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, entry -> ((JsonString) entry.getValue()).getString()));
    }
  }
}
