package io.waitroom.kafka.outbound;

import io.waitroom.kafka.outbound.OutgoingBatch.AckLatch;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.SessionIds;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes events as the contract wants them. The same event always gives the same bytes and the same
 * {@code message-id} (as long as the same key signs session ids), so that a consumer can tell a
 * redelivery. Thread-safe.
 */
@Dependent
public class EventCodec {
  private static final Header SCHEMA_VERSION = new EventHeader("schema-version", ascii("1"));

  private static final Frame JOINED = new Frame(OutgoingKind.JOINED);
  private static final Frame LEFT = new Frame(OutgoingKind.LEFT);
  private static final Frame READY = new Frame(OutgoingKind.READY);

  private static final byte[] SESSION = ascii("{\"session_id\":\"");
  private static final byte[] USER = ascii("\",\"user_id\":\"");
  private static final byte[] EVENT = ascii("\",\"event_id\":\"");
  private static final byte[] POSITION = ascii("\",\"position\":");
  private static final byte[] JOINED_AT = ascii(",\"joined_at\":\"");
  private static final byte[] REASON = ascii("\",\"reason\":\"");
  private static final byte[] LEFT_AT = ascii("\",\"left_at\":\"");
  private static final byte[] ADMITTED_AT = ascii("\",\"admitted_at\":\"");
  private static final byte[] EXPIRES_AT = ascii("\",\"expires_at\":\"");
  private static final byte[] TIMESTAMP = ascii("\",\"timestamp\":\"");
  private static final byte[] END = ascii("\"}");

  private final SessionIds sessionIds;
  private final TimeText times = new TimeText();
  private final TimeText deadlines = new TimeText();

  @Inject
  EventCodec(SessionIds sessionIds) {
    this.sessionIds = sessionIds;
  }

  /**
   * The message that tells of an event.
   *
   * @param acks told when its fate is known
   */
  OutgoingMessage encode(RoomEvent event, AckLatch acks) {
    OutgoingKind kind = OutgoingKind.of(event);
    byte[] sessionId = ascii(sessionIds.issue(event.ref()));
    return new OutgoingMessage(
        kind, sessionId, payload(event, sessionId), frame(kind).headers(sessionId), acks);
  }

  private byte[] payload(RoomEvent event, byte[] sessionId) {
    byte[] at = times.format(event.at());
    JsonBytes json =
        new JsonBytes()
            .add(SESSION)
            .add(sessionId)
            .add(USER)
            .addEscaped(event.userId().value())
            .add(EVENT)
            .add(ascii(event.ref().eventId().value()));
    switch (event) {
      case RoomEvent.Joined joined ->
          json.add(POSITION).add(ascii(Long.toString(joined.position()))).add(JOINED_AT).add(at);
      case RoomEvent.Left left ->
          json.add(REASON).add(ascii(left.reason().word())).add(LEFT_AT).add(at);
      case RoomEvent.Ready ready ->
          json.add(ADMITTED_AT).add(at).add(EXPIRES_AT).add(deadlines.format(ready.leaseUntil()));
    }
    return json.add(TIMESTAMP).add(at).add(END).bytes();
  }

  private static Frame frame(OutgoingKind kind) {
    return switch (kind) {
      case JOINED -> JOINED;
      case LEFT -> LEFT;
      case READY -> READY;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A header that is never changed. */
  @SuppressWarnings("ArrayRecordComponent") // Kafka's interface has it, and nobody compares them
  private record EventHeader(String key, byte[] value) implements Header {}

  /** What all headers of a kind have in common. */
  private static final class Frame {
    private final Header type;
    private final byte[] idEnd;

    Frame(OutgoingKind kind) {
      type = new EventHeader("event-type", ascii(kind.type()));
      idEnd = ascii(":" + kind.type());
    }

    RecordHeaders headers(byte[] sessionId) {
      byte[] messageId = Arrays.copyOf(sessionId, sessionId.length + idEnd.length);
      System.arraycopy(idEnd, 0, messageId, sessionId.length, idEnd.length);
      return new RecordHeaders(
          new Header[] {new EventHeader("message-id", messageId), type, SCHEMA_VERSION});
    }
  }
}
