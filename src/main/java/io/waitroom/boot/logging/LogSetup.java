package io.waitroom.boot.logging;

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
public final class LogSetup {
  private static final String OWN = "io.waitroom";

  /**
   * Logs clients that hang up, even at ERROR. Its other records stay: an answer that cannot be
   * written may be a bug.
   */
  private static final String RESPONDER = "org.glassfish.jersey.server.ServerRuntime$Responder";

  /**
   * Loggers that log at ERROR only. Kafka's warn at every attempt to reach a broker that is away;
   * the health says so once. Those of the HTTP server warn, with 150 lines of stack traces, when a
   * client hangs up in the middle of a request or sends no HTTP: any client could flood the log.
   */
  private static final List<String> TALKATIVE =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.producer.internals",
          RESPONDER,
          "io.helidon.webserver.http.ErrorHandlers",
          "io.helidon.webserver.http1.Http1Connection");

  /** Keeps the loggers reachable: the JDK forgets the level of a logger that it collects. */
  private static final List<Logger> KEPT = new ArrayList<>();

  private LogSetup() {}

  /**
   * Keeps others from configuring logging: Helidon looks for a {@code logging.properties}, even in
   * the working directory; the JDK resets all levels when a shutdown begins. To be called before
   * anything logs.
   */
  public static void claim() {
    System.setProperty("java.util.logging.manager", SteadyLogManager.class.getName());
    System.setProperty("io.helidon.logging.config.disabled", "true");
  }

  /** Replaces whatever is configured. */
  public static void apply(LogSettings settings) {
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
    /** The JDK calls this constructor by name. */
    public SteadyLogManager() {}

    /** Does nothing. */
    @Override
    public void reset() {
      // As the class says.
    }
  }
}
