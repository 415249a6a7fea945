package io.waitroom.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Quiet logging for tests, given as {@code -Djava.util.logging.config.class}: warnings to standard
 * error, one line each, and only severe ones from Kafka, Jedis and Weld, which complain about every
 * server that a test takes away. {@code -Dwaitroom.test.log=FINE} (any level) shows everything at
 * that level.
 */
public final class TestLogging {
  private static final String QUIET =
      """
      .level=WARNING
      kafka.level=SEVERE
      org.apache.kafka.level=SEVERE
      org.apache.zookeeper.level=SEVERE
      state.change.logger.level=SEVERE
      redis.clients.level=SEVERE
      org.jboss.weld.level=SEVERE
      """;

  private static final String HANDLER =
      """
      handlers=java.util.logging.ConsoleHandler
      java.util.logging.ConsoleHandler.level=ALL
      java.util.logging.ConsoleHandler.formatter=io.waitroom.testkit.TestLogging$LineFormatter
      """;

  /** Applies the configuration; the log manager calls this once, at its own start. */
  public TestLogging() throws IOException {
    String level = System.getProperty("waitroom.test.log");
    String levels = level == null ? QUIET : ".level=" + level + "\n";
    byte[] configuration = (HANDLER + levels).getBytes(StandardCharsets.UTF_8);
    LogManager.getLogManager().readConfiguration(new ByteArrayInputStream(configuration));
  }

  /** One line a record: time, level, logger, message, and the exception's own words. */
  public static final class LineFormatter extends Formatter {
    @Override
    public String format(LogRecord entry) {
      Throwable thrown = entry.getThrown();
      String line =
          "%tT.%<tL %s %s: %s%s"
              .formatted(
                  entry.getMillis(),
                  entry.getLevel().getName(),
                  entry.getLoggerName(),
                  formatMessage(entry),
                  thrown == null ? "" : " | " + thrown);
      return line.replaceAll("\\R", " ") + System.lineSeparator();
    }
  }
}
