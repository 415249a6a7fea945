package io.waitroom.lab.crowd;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the service, read.
 *
 * @param status as in HTTP
 * @param json its body; empty when that is no JSON object
 */
record Reply(int status, JsonObject json) {
  private static final JsonReaderFactory READERS =
      JsonProvider.provider().createReaderFactory(Map.of());

  /** An object in a text. */
  static JsonObject object(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonException e) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }

  /** The text of that name; empty when there is none. */
  String text(String name) {
    return json.getString(name, "");
  }

  /** The number of that name; 0 when there is none. */
  int number(String name) {
    return json.getInt(name, 0);
  }

  /** The time of that name. */
  Optional<Instant> time(String name) {
    return time(json, name);
  }

  /** The time of that name in an object. */
  static Optional<Instant> time(JsonObject json, String name) {
    return Optional.of(json.getString(name, ""))
        .filter(text -> !text.isEmpty())
        .map(Instant::parse);
  }
}
