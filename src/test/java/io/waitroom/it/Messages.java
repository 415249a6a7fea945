package io.waitroom.it;

import io.waitroom.testkit.Wire;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads messages as the rest of the company does. */
final class Messages {
  private Messages() {}

  /** What stays the same when a message is delivered again. */
  static String id(ConsumerRecord<String, String> message) {
    return Wire.header(message, "message-id");
  }

  /** The ticket in its key. */
  static long ticket(ConsumerRecord<String, String> message) {
    return Long.parseLong(message.key().split("\\.", -1)[1], 36);
  }

  static JsonObject json(ConsumerRecord<String, String> message) {
    try (JsonReader reader = Json.createReader(new StringReader(message.value()))) {
      return reader.readObject();
    }
  }
}
