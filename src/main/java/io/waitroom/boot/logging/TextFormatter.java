package io.waitroom.boot.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * One line per record: {@code 2026-11-23T15:04:05.123Z INFO io.waitroom.work.Loops: message}.
 * Nothing in a message can begin another line; the lines of a stack trace, shown from WARN on and
 * in DEBUG, are indented.
 */
final class TextFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String INDENT = "    ";

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(160);
    line.append(time(record.getInstant()))
        .append(' ')
        .append("%-5s".formatted(word(record.getLevel())))
        .append(' ')
        .append(OneLine.of(String.valueOf(record.getLoggerName())))
        .append(": ")
        .append(OneLine.of(LogMessage.of(record)));
    Throwable thrown = record.getThrown();
    if (thrown != null && Level.INFO.equals(record.getLevel())) {
      line.append(": ").append(OneLine.of(thrown.toString()));
    } else if (thrown != null) {
      StackTrace.of(thrown)
          .lines()
          .forEach(frame -> line.append('\n').append(INDENT).append(OneLine.of(frame.strip())));
    }
    return line.append('\n').toString();
  }

  /** RFC 3339 in UTC, milliseconds. */
  static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The level in the words of {@code LOG_LEVEL}. */
  static String word(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }
}
