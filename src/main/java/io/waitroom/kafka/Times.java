package io.waitroom.kafka;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Instants on the wire: strict in what is written, tolerant in what is read. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Numbers from here on are milliseconds: as seconds they would lie beyond the year 5138. */
  private static final double LEAST_MILLIS = 1e11;

  private static final double GREATEST_MILLIS = 1e15;
  private static final int LONGEST = 64;

  private Times() {}

  /** RFC 3339, UTC, milliseconds. */
  static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /**
   * The instant in a JSON value: RFC 3339 with any offset, or epoch seconds or milliseconds, as
   * number or text. Null when it is none of these: nothing rests on it, so no message is lost to a
   * format.
   */
  static @Nullable Instant read(@Nullable JsonValue value) {
    return switch (value) {
      case JsonNumber number -> ofEpoch(number.doubleValue());
      case JsonString text -> parse(text.getString().strip());
      case null, default -> null;
    };
  }

  private static @Nullable Instant parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeException e) {
      try {
        return ofEpoch(Double.parseDouble(text));
      } catch (NumberFormatException none) {
        return null;
      }
    }
  }

  private static @Nullable Instant ofEpoch(double number) {
    double millis = Math.abs(number) < LEAST_MILLIS ? number * 1_000 : number;
    return Math.abs(millis) <= GREATEST_MILLIS ? Instant.ofEpochMilli(Math.round(millis)) : null;
  }
}
