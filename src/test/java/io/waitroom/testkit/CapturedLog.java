package io.waitroom.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger and those below it log at INFO and above while a test runs. */
public final class CapturedLog implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Begins to listen, until it is closed. */
  public CapturedLog(String name) {
    logger = Logger.getLogger(name);
    logger.setLevel(Level.INFO);
    logger.addHandler(handler);
  }

  /** Each record as one text: level, message and what was thrown. */
  public List<String> lines() {
    return records.stream().map(CapturedLog::line).toList();
  }

  /** The messages of one level. */
  public List<String> messages(Level level) {
    return records.stream()
        .filter(entry -> entry.getLevel().equals(level))
        .map(CapturedLog::message)
        .toList();
  }

  private static String line(LogRecord entry) {
    String cause = entry.getThrown() == null ? "" : " " + entry.getThrown();
    return entry.getLevel() + " " + message(entry) + cause;
  }

  private static String message(LogRecord entry) {
    return new SimpleFormatter().formatMessage(entry);
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(null);
  }
}
