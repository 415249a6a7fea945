package io.waitroom.kafka.inbound;

import io.waitroom.room.EventId;
import io.waitroom.room.SessionIds;
import io.waitroom.room.UserId;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A reported checkout outcome as read from a message's bytes. */
public sealed interface CheckoutReport {
  /** Longest message that is looked at, in bytes. */
  int MAX_BYTES = 64 * 1024;

  /** Deepest nesting that is looked at. */
  int MAX_DEPTH = 32;

  /** A well-formed report; whether it is true is another matter. */
  record Usable(String sessionId, UserId userId, EventId eventId) implements CheckoutReport {}

  /**
   * Not a report.
   *
   * @param reason a word
   * @param detail a sentence that quotes nothing from the message
   */
  record Unusable(String reason, String detail) implements CheckoutReport {}

  /** A message without a value. It reports nothing: topics that are compacted erase keys so. */
  record Tombstone() implements CheckoutReport {}

  /**
   * Reads a message: one JSON object; unknown fields are ignored. The object may be the data of a
   * CloudEvent, and stand behind the prefix of a schema registry. Never throws.
   */
  static CheckoutReport read(byte @Nullable [] bytes) {
    return Reader.read(bytes);
  }

  /** How it is read. */
  final class Reader {
    private static final JsonParserFactory PARSERS =
        JsonProvider.provider()
            .createParserFactory(Map.of("org.eclipse.parsson.maxDepth", MAX_DEPTH));

    /** A zero and the number of the schema. */
    private static final int REGISTRY_PREFIX_BYTES = 5;

    private Reader() {}

    private static CheckoutReport read(byte @Nullable [] bytes) {
      if (bytes == null) {
        return new Tombstone();
      }
      if (bytes.length == 0) {
        return new Unusable("empty", "the message has no value");
      }
      if (bytes.length > MAX_BYTES) {
        return new Unusable(
            "too-long", bytes.length + " bytes, at most " + MAX_BYTES + " are allowed");
      }
      try (JsonParser parser = PARSERS.createParser(new StringReader(decode(bytes)))) {
        if (parser.next() != JsonParser.Event.START_OBJECT) {
          return new Unusable("not-an-object", "the message is not a JSON object");
        }
        JsonObject object = parser.getObject();
        return parser.hasNext() // and throws when anything but white space follows
            ? new Unusable("not-json", "something follows the JSON object")
            : fields(data(object));
      } catch (CharacterCodingException e) {
        return new Unusable("not-json", "the message is not UTF-8");
      } catch (JsonException | NoSuchElementException e) {
        return new Unusable("not-json", "the message is not JSON");
      } catch (RuntimeException e) {
        // Parsson's limits: nesting, and the size of numbers.
        return new Unusable(
            "not-json", "the message is nested too deeply or has a monstrous number");
      }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
      boolean prefixed = bytes.length > REGISTRY_PREFIX_BYTES && bytes[0] == 0;
      int start = prefixed ? REGISTRY_PREFIX_BYTES : 0;
      ByteBuffer json = ByteBuffer.wrap(bytes, start, bytes.length - start);
      String text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Returns the data of a CloudEvent in structured mode, else the object itself. */
    private static JsonObject data(JsonObject object) {
      boolean cloudEvent = object.containsKey("specversion") && !object.containsKey("session_id");
      return cloudEvent && object.get("data") instanceof JsonObject data ? data : object;
    }

    private static CheckoutReport fields(JsonObject object) {
      for (String name : new String[] {"session_id", "user_id", "event_id"}) {
        JsonValue value = object.get(name);
        if (value == null || value.getValueType() == JsonValue.ValueType.NULL) {
          return new Unusable("missing-field", name + " is missing");
        }
        if (!(value instanceof JsonString text)) {
          return new Unusable("wrong-type", name + " must be text");
        }
        if (text.getString().isBlank()) {
          return new Unusable("missing-field", name + " is blank");
        }
      }
      String sessionId = object.getString("session_id");
      if (sessionId.length() > SessionIds.MAX_LENGTH) {
        return new Unusable("invalid-field", "session_id is too long");
      }
      try {
        UserId userId = new UserId(object.getString("user_id"));
        EventId eventId = new EventId(object.getString("event_id"));
        return new Usable(sessionId, userId, eventId);
      } catch (IllegalArgumentException e) {
        String rule = e.getMessage();
        return new Unusable("invalid-field", rule == null ? "a field is out of bounds" : rule);
      }
    }
  }
}
