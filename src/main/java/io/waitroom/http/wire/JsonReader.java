package io.waitroom.http.wire;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a request body into the {@link Fields} of its JSON object. Bounded in length and depth,
 * never recursive; bytes that are not UTF-8 and names given twice are refused, because what is
 * ambiguous should not be guessed at.
 */
public final class JsonReader {
  private static final JsonParserFactory FACTORY =
      JsonProvider.provider().createParserFactory(Map.of());

  private JsonReader() {}

  /**
   * The object in a body.
   *
   * @throws ProblemException when it is not an acceptable one
   */
  public static Fields parse(byte[] body) {
    return parse(decode(body));
  }

  private static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw invalid("The body is not UTF-8");
    }
  }

  private static Fields parse(String text) {
    if (text.isBlank()) {
      throw invalid("The body is empty");
    }
    try (JsonParser parser = FACTORY.createParser(new StringReader(text))) {
      if (parser.next() != Event.START_OBJECT) {
        throw invalid("The body is JSON, but not an object");
      }
      Map<String, Fields.Value> values = new LinkedHashMap<>();
      while (parser.next() == Event.KEY_NAME) {
        String name = parser.getString();
        if (values.put(name, value(parser.next(), parser, 1)) != null) {
          throw invalid("A name is given twice: " + Fields.echo(name));
        }
      }
      if (parser.hasNext()) {
        throw invalid("Something follows the JSON object");
      }
      return new Fields(values);
    } catch (JsonException e) {
      throw invalid("The body is not valid JSON");
    }
  }

  private static Fields.Value value(Event event, JsonParser parser, int depth) {
    return switch (event) {
      case START_OBJECT -> skipped(Fields.Type.OBJECT, parser, depth);
      case START_ARRAY -> array(parser, depth);
      case VALUE_STRING -> new Fields.Value(Fields.Type.STRING, parser.getString());
      case VALUE_NUMBER -> new Fields.Value(Fields.Type.NUMBER, parser.getString());
      case VALUE_TRUE, VALUE_FALSE -> new Fields.Value(Fields.Type.BOOLEAN, "");
      case VALUE_NULL -> new Fields.Value(Fields.Type.NULL, "");
      case KEY_NAME, END_ARRAY, END_OBJECT ->
          throw new IllegalStateException("No value, but " + event);
    };
  }

  /**
   * An array with its items, of which those that are themselves arrays or objects are empty: no
   * operation takes such.
   */
  private static Fields.Value array(JsonParser parser, int depth) {
    List<Fields.Value> items = new ArrayList<>();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      items.add(
          event == Event.START_ARRAY
              ? skipped(Fields.Type.ARRAY, parser, depth + 1)
              : value(event, parser, depth + 1));
    }
    return new Fields.Value(Fields.Type.ARRAY, "", items);
  }

  /** No operation takes an object within, so it is walked over, but not kept. */
  private static Fields.Value skipped(Fields.Type type, JsonParser parser, int outside) {
    int depth = outside + 1;
    while (depth > outside) {
      Event event = parser.next();
      if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
        depth++;
      } else if (event == Event.END_OBJECT || event == Event.END_ARRAY) {
        depth--;
      }
      if (depth > HttpLimits.MAX_JSON_DEPTH) {
        throw invalid(
            "The body is nested more than %d levels deep".formatted(HttpLimits.MAX_JSON_DEPTH));
      }
    }
    return new Fields.Value(type, "");
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(Problem.INVALID_JSON, detail);
  }
}
