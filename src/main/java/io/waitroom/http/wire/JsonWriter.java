package io.waitroom.http.wire;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A JSON object on its way out: times as RFC 3339 in UTC with milliseconds, absent values left out.
 * Not thread-safe.
 */
public final class JsonWriter {
  private static final JsonGeneratorFactory FACTORY =
      JsonProvider.provider().createGeneratorFactory(Map.of());
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final int USUAL_SIZE_BYTES = 512;

  private final JsonGenerator generator;

  private JsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  /** A time as everywhere on the wire. */
  public static String time(Instant value) {
    return MILLISECONDS.format(value);
  }

  /** A whole object, in UTF-8. */
  public static byte[] object(Consumer<JsonWriter> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE_BYTES);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      generator.writeStartObject();
      members.accept(new JsonWriter(generator));
      generator.writeEnd();
    }
    return bytes.toByteArray();
  }

  public JsonWriter put(String name, String value) {
    generator.write(name, value);
    return this;
  }

  public JsonWriter put(String name, boolean value) {
    generator.write(name, value);
    return this;
  }

  public JsonWriter put(String name, long value) {
    generator.write(name, value);
    return this;
  }

  public JsonWriter put(String name, BigDecimal value) {
    generator.write(name, value);
    return this;
  }

  public JsonWriter put(String name, Instant value) {
    generator.write(name, time(value));
    return this;
  }

  public JsonWriter put(String name, OptionalLong value) {
    value.ifPresent(present -> generator.write(name, present));
    return this;
  }

  /** An object within. */
  public JsonWriter put(String name, Consumer<JsonWriter> members) {
    generator.writeStartObject(name);
    members.accept(this);
    generator.writeEnd();
    return this;
  }

  /** An array of texts. */
  public JsonWriter put(String name, Collection<String> texts) {
    generator.writeStartArray(name);
    texts.forEach(generator::write);
    generator.writeEnd();
    return this;
  }

  /** An array of objects. */
  public <T> JsonWriter put(String name, Collection<T> items, BiConsumer<JsonWriter, T> members) {
    generator.writeStartArray(name);
    for (T item : items) {
      generator.writeStartObject();
      members.accept(this, item);
      generator.writeEnd();
    }
    generator.writeEnd();
    return this;
  }
}
