package io.waitroom.lab.faults;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.Map;

/** Objects in answers and messages. */
final class JsonText {
  /** Looked for once: the search through the class path costs more than an exchange. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private JsonText() {}

  /** The object in a text; empty when it is none. */
  static JsonObject object(String text) {
    if (!text.startsWith("{")) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonParsingException _) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
  }
}
