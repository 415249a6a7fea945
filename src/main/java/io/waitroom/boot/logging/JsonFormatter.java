package io.waitroom.boot.logging;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One JSON object per line: {@code timestamp} (RFC 3339), {@code level}, {@code logger}, {@code
 * thread}, {@code message} and, when something was thrown, {@code exception} with its stack trace.
 */
final class JsonFormatter extends Formatter {
  private final JsonBuilderFactory json = Json.createBuilderFactory(Map.of());

  @Override
  public String format(LogRecord record) {
    JsonObjectBuilder object =
        json.createObjectBuilder()
            .add("timestamp", TextFormatter.time(record.getInstant()))
            .add("level", TextFormatter.word(record.getLevel()))
            .add("logger", String.valueOf(record.getLoggerName()))
            .add("thread", Thread.currentThread().getName())
            .add("message", LogMessage.of(record));
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      object.add("exception", StackTrace.of(thrown));
    }
    return object.build() + "\n";
  }
}
