package io.waitroom.kafka.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.Places;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.Ticker;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The outgoing messages' exact form. */
class EventCodecTest {
  private final EventCodec codec = new EventCodec(Places.sessionIds());

  @Test
  void encode_joined() {
    OutgoingMessage message =
        encode(new RoomEvent.Joined(Places.ref(35), Places.user(35), Places.AT, 7));
    assertThat(message.kind()).isEqualTo(OutgoingKind.JOINED);
    assertThat(text(message))
        .isEqualTo(
            """
            {"session_id":"%s","user_id":"user-35","event_id":"concert-2024","position":7,\
            "joined_at":"2024-03-01T12:00:00.120Z","timestamp":"2024-03-01T12:00:00.120Z"}\
            """
                .formatted(Places.id(35)));
    assertThat(message.getKey()).hasValue(Places.id(35).getBytes(StandardCharsets.UTF_8));
    assertThat(headers(message))
        .isEqualTo(
            Map.of(
                "message-id", Places.id(35) + ":QUEUE_JOINED",
                "event-type", "QUEUE_JOINED",
                "schema-version", "1"));
  }

  @ParameterizedTest
  @EnumSource(LeaveReason.class)
  void encode_left(LeaveReason reason) {
    OutgoingMessage message =
        encode(
            new RoomEvent.Left(
                Places.ref(1), Places.user(1), Instant.parse("2024-03-01T00:00:00Z"), reason));
    assertThat(message.kind()).isEqualTo(OutgoingKind.LEFT);
    assertThat(text(message))
        .isEqualTo(
            """
            {"session_id":"%s","user_id":"user-1","event_id":"concert-2024","reason":"%s",\
            "left_at":"2024-03-01T00:00:00.000Z","timestamp":"2024-03-01T00:00:00.000Z"}\
            """
                .formatted(Places.id(1), reason.word()));
    assertThat(headers(message)).containsEntry("event-type", "QUEUE_LEFT");
  }

  @Test
  void encode_ready() {
    OutgoingMessage message = encode(Places.ready(1));
    assertThat(message.kind()).isEqualTo(OutgoingKind.READY);
    assertThat(text(message))
        .isEqualTo(
            """
            {"session_id":"%s","user_id":"user-1","event_id":"concert-2024",\
            "admitted_at":"2024-03-01T12:00:01.120Z","expires_at":"2024-03-01T12:15:00.120Z",\
            "timestamp":"2024-03-01T12:00:01.120Z"}\
            """
                .formatted(Places.id(1)));
    assertThat(headers(message)).containsEntry("message-id", Places.id(1) + ":QUEUE_READY");
  }

  @Test
  void encode_awkwardUser_isEscaped() {
    var user = new io.waitroom.room.UserId("a\"b\\c é 🎫 </script>");
    OutgoingMessage message = encode(new RoomEvent.Joined(Places.ref(1), user, Places.AT, 1));
    try (JsonReader reader = Json.createReader(new StringReader(text(message)))) {
      assertThat(reader.readObject().getString("user_id")).isEqualTo(user.value());
    }
  }

  @Test
  void encode_twice_isTheSame() {
    OutgoingMessage first = encode(Places.joined(5));
    OutgoingMessage second = encode(Places.joined(5));
    assertThat(first.getPayload()).isEqualTo(second.getPayload());
    assertThat(headers(first)).isEqualTo(headers(second));
  }

  private OutgoingMessage encode(RoomEvent event) {
    return codec.encode(event, new OutgoingBatch.AckLatch(Ticker.system()));
  }

  private static String text(OutgoingMessage message) {
    return new String(message.getPayload(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(OutgoingMessage message) {
    Map<String, String> headers = new HashMap<>();
    message
        .getHeaders()
        .forEach(header ->
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}
