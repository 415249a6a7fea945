package io.waitroom.kafka.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Instants on the wire, as bytes: RFC 3339, UTC, milliseconds. Quick for instants near each other:
 * all but the milliseconds is written once a second. Thread-safe.
 */
final class TimeText {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** Where the three digits stand: {@code 2024-03-01T12:00:00.120Z}. */
  private static final int MILLIS_AT = 20;

  /** A second, and an instant within it as text. */
  private record Second(long epochSecond, String text) {}

  private volatile Second last = second(Instant.EPOCH);

  byte[] format(Instant instant) {
    Second known = last;
    if (known.epochSecond != instant.getEpochSecond()) {
      known = second(instant);
      last = known;
    }
    byte[] text = known.text.getBytes(StandardCharsets.US_ASCII);
    int millis = instant.getNano() / 1_000_000;
    text[MILLIS_AT] = (byte) ('0' + millis / 100);
    text[MILLIS_AT + 1] = (byte) ('0' + millis / 10 % 10);
    text[MILLIS_AT + 2] = (byte) ('0' + millis % 10);
    return text;
  }

  private static Second second(Instant instant) {
    return new Second(instant.getEpochSecond(), FORMAT.format(instant));
  }
}
