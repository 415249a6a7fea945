package io.waitroom.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the HTTP edge logs at INFO and above while a test runs; each record as one text. */
final class CapturedLog implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.waitroom.http");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          String cause = entry.getThrown() == null ? "" : " " + entry.getThrown();
          lines.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry) + cause);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  CapturedLog() {
    logger.setLevel(Level.INFO);
    logger.addHandler(handler);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(null);
  }
}
