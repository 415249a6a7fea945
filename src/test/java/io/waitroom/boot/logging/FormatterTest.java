package io.waitroom.boot.logging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Log lines: their form, and that nothing logged can forge another one. */
class FormatterTest {
  private static final String HOSTILE =
      "user \"x\"\r\n2026-11-23T15:04:05.123Z ERROR forged\u2028\u0085\u001b[2J\u202e\t{0}";

  @Test
  void text_message_isOneLine() {
    assertThat(new TextFormatter().format(entry(Level.INFO, "{0} is here", "alice")))
        .isEqualTo("2026-11-23T15:04:05.123Z INFO  io.waitroom.work.Loops: alice is here\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"on port {0} it's {1}\",on port 8080 it's up $1",
        "\"it''s {1}\",it's up $1",
        "{2} {x} {} {0,{2} {x} {} {0",
        "{0}{0},80808080",
      })
  void message_parameters_printThemselves(String message, String expected) {
    assertThat(LogMessage.of(entry(Level.INFO, message, 8080, "up $1"))).isEqualTo(expected);
  }

  @Test
  void message_withoutParameters_isLeftAlone() {
    assertThat(LogMessage.of(entry(Level.INFO, "it''s {0}"))).isEqualTo("it''s {0}");
  }

  @Test
  void text_levels_areWordsOfTheConfiguration() {
    assertThat(TextFormatter.word(Level.SEVERE)).isEqualTo("ERROR");
    assertThat(TextFormatter.word(Level.WARNING)).isEqualTo("WARN");
    assertThat(TextFormatter.word(Level.INFO)).isEqualTo("INFO");
    assertThat(TextFormatter.word(Level.FINE)).isEqualTo("DEBUG");
    assertThat(TextFormatter.word(Level.FINEST)).isEqualTo("DEBUG");
  }

  @Test
  void text_throwableAtInfo_isShortAndOnTheSameLine() {
    LogRecord entry = entry(Level.INFO, "failed");
    entry.setThrown(new IllegalStateException("a\nb"));

    assertThat(new TextFormatter().format(entry))
        .endsWith("failed: java.lang.IllegalStateException: a\\nb\n")
        .hasLineCount(1);
  }

  @Test
  void text_throwableAtWarning_isIndentedSoThatItForgesNoLine() {
    LogRecord entry = entry(Level.WARNING, "failed");
    entry.setThrown(new IllegalStateException("a\n2026-11-23T15:04:05.123Z ERROR forged\rb"));

    assertThat(new TextFormatter().format(entry).lines())
        .hasSizeGreaterThan(3)
        .satisfies(lines ->
            assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("    ")));
  }

  @Test
  void text_hostileMessage_staysOneLine() {
    assertThat(new TextFormatter().format(entry(Level.INFO, "{0}", HOSTILE)))
        .endsWith(
            "user \"x\"\\r\\n2026-11-23T15:04:05.123Z ERROR forged\\u2028\\u0085\\u001b[2J\\u202e\\t{0}\n")
        .hasLineCount(1);
  }

  @Test
  void json_hostileMessage_parsesBackOnOneLine() {
    LogRecord entry = entry(Level.WARNING, "{0}", HOSTILE);
    entry.setThrown(new IllegalStateException("a\nb"));

    String line = new JsonFormatter().format(entry);

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n").doesNotContain("\r");
    JsonObject object = Json.createReader(new StringReader(line)).readObject();
    assertThat(object.getString("timestamp")).isEqualTo("2026-11-23T15:04:05.123Z");
    assertThat(object.getString("level")).isEqualTo("WARN");
    assertThat(object.getString("logger")).isEqualTo("io.waitroom.work.Loops");
    assertThat(object.getString("thread")).isEqualTo(Thread.currentThread().getName());
    assertThat(object.getString("message")).isEqualTo(HOSTILE);
    assertThat(object.getString("exception"))
        .startsWith("java.lang.IllegalStateException: a\nb")
        .contains("\tat ");
  }

  @ParameterizedTest
  @EnumSource
  void format_recordWithoutAnything_isOneLine(LogSettings.Format format) {
    Formatter formatter = LogSetup.formatter(format);

    assertThat(formatter.format(new LogRecord(Level.INFO, null))).hasLineCount(1);
  }

  private static LogRecord entry(Level level, String message, Object... parameters) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName("io.waitroom.work.Loops");
    entry.setParameters(parameters);
    entry.setInstant(Instant.parse("2026-11-23T15:04:05.123Z"));
    return entry;
  }
}
