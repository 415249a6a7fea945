package io.waitroom.boot.logging;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.StreamHandler;

/** A log handler that writes each record to standard output at once, in UTF-8. */
final class StandardOutput extends StreamHandler {
  StandardOutput(Formatter formatter) {
    super(System.out, formatter);
    setLevel(Level.ALL);
    try {
      setEncoding(StandardCharsets.UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("This JDK lacks UTF-8", e);
    }
  }

  @Override
  public synchronized void publish(LogRecord record) {
    super.publish(record);
    flush();
  }

  /** Keeps standard output open. */
  @Override
  public synchronized void close() {
    flush();
  }
}
