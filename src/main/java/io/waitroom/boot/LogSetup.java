package io.waitroom.boot;

import io.helidon.webserver.ServerConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sets up {@code java.util.logging}, where everything in this process ends: one handler, to
 * standard output. The service's own loggers follow {@link LogSettings}; libraries speak from
 * WARNING on.
 */
final class LogSetup {
  private static final String OWN = "io.waitroom";

  /**
   * What a caller who hangs up leaves in their traces, even at ERROR: the rest must be heard, since
   * an answer that cannot be written may be a bug.
   */
  private static final String RESPONDER = "org.glassfish.jersey.server.ServerRuntime$Responder";

  /**
   * Loggers that are heard from ERROR on only. Kafka's warn at every attempt to reach a broker that
   * is away, which the health says once. Those of the HTTP server warn, with 150 lines of stack
   * traces, whenever a caller hangs up in the middle of a request or sends no HTTP: anybody could
   * flood the log.
   */
  private static final List<String> TALKATIVE =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.producer.internals",
          RESPONDER,
          "io.helidon.webserver.http.ErrorHandlers",
          "io.helidon.webserver.http1.Http1Connection");

  /** Levels are kept only as long as somebody holds the logger. */
  private static final List<Logger> KEPT = new ArrayList<>();

  private LogSetup() {}

  /**
   * Makes sure that nobody else configures logging: neither Helidon, which looks for a {@code
   * logging.properties} even in the working directory, nor the JDK, which resets all levels when a
   * shutdown begins. To be called before anything logs.
   */
  static void claim() {
    System.setProperty("java.util.logging.manager", SteadyLogManager.class.getName());
    System.setProperty("io.helidon.logging.config.disabled", "true");
  }

  /** Replaces whatever is configured. */
  static void apply(LogSettings settings) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new StandardOutput(formatter(settings.format())));
    Level own = level(settings.level());
    Level others = own.intValue() > Level.WARNING.intValue() ? own : Level.WARNING;
    root.setLevel(others);
    keep(OWN, own);
    TALKATIVE.forEach(name -> keep(name, Level.SEVERE));
    Logger.getLogger(RESPONDER).setFilter(entry -> !isHangUp(entry.getThrown()));
  }

  static Formatter formatter(LogSettings.Format format) {
    return switch (format) {
      case TEXT -> new TextFormatter();
      case JSON -> new JsonFormatter();
    };
  }

  private static boolean isHangUp(@Nullable Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof ServerConnectionException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static void keep(String name, Level level) {
    Logger logger = Logger.getLogger(name);
    logger.setLevel(level);
    KEPT.add(logger);
  }

  private static Level level(LogSettings.Level level) {
    return switch (level) {
      case DEBUG -> Level.FINE;
      case INFO -> Level.INFO;
      case WARN -> Level.WARNING;
      case ERROR -> Level.SEVERE;
    };
  }

  /**
   * The JDK's log manager, less its reset: a shutdown hook of the JDK calls it while the stop is
   * still being logged.
   */
  public static final class SteadyLogManager extends LogManager {
    /** Called by the JDK, by name. */
    public SteadyLogManager() {}

    /** Does nothing. */
    @Override
    public void reset() {
      // As the class says.
    }
  }
}
