package io.waitroom.kafka;

import io.waitroom.room.RoomEvent;
import io.waitroom.room.SessionIds;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes events as the contract wants them. The same event always gives the same bytes and the same
 * {@code message-id} (as long as the same key signs session ids), so that a consumer can tell a
 * redelivery. Thread-safe.
 */
@ApplicationScoped
class EventCodec {
  private static final String SCHEMA_VERSION = "1";
  private static final JsonBuilderFactory JSON =
      JsonProvider.provider().createBuilderFactory(Map.of());

  private final SessionIds sessionIds;

  @Inject
  EventCodec(SessionIds sessionIds) {
    this.sessionIds = sessionIds;
  }

  /** The message that tells of an event. */
  OutgoingMessage encode(RoomEvent event) {
    OutgoingKind kind = OutgoingKind.of(event);
    String sessionId = sessionIds.issue(event.ref());
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("session_id", sessionId)
            .add("user_id", event.userId().value())
            .add("event_id", event.ref().eventId().value());
    String at = Times.format(event.at());
    switch (event) {
      case RoomEvent.Joined joined -> json.add("position", joined.position()).add("joined_at", at);
      case RoomEvent.Left left -> json.add("reason", left.reason().word()).add("left_at", at);
      case RoomEvent.Ready ready ->
          json.add("admitted_at", at).add("expires_at", Times.format(ready.leaseUntil()));
    }
    json.add("timestamp", at);
    return new OutgoingMessage(
        kind,
        utf8(sessionId),
        utf8(json.build().toString()),
        Map.of(
            "message-id",
            sessionId + ":" + kind.type(),
            "event-type",
            kind.type(),
            "schema-version",
            SCHEMA_VERSION));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
