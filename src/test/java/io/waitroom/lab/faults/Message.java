package io.waitroom.lab.faults;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * An event as the company reads it from its topic.
 *
 * @param id the header {@code message-id}
 * @param type the header {@code event-type}
 * @param sentAt ms, by the clock of the replica that sent it
 */
record Message(String key, String id, String type, String value, long sentAt) {
  static Message of(String key, Headers headers, String value, long sentAt) {
    return new Message(
        key, header(headers, "message-id"), header(headers, "event-type"), value, sentAt);
  }

  long ticket() {
    return BuyerSession.ticket(key);
  }

  JsonObject json() {
    return JsonText.object(value);
  }

  String text(String name) {
    return json().getString(name, "");
  }

  /** A time in it, ms. */
  long time(String name) {
    return Instant.parse(json().getString(name)).toEpochMilli();
  }

  private static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
