package io.waitroom.boot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The variables of the process itself: HTTP server, log, development mode. */
final class ServerVariables {
  static final Variable<Integer> SERVER_PORT =
      Variable.of(
          "SERVER_PORT",
          ValueTypes.integer(0, ServerSettings.MAX_PORT),
          "8080",
          "Port of the HTTP server; 0 takes any free one");

  static final Variable<Integer> MANAGEMENT_PORT =
      Variable.of(
          "MANAGEMENT_PORT",
          ValueTypes.integer(0, ServerSettings.MAX_PORT),
          "8081",
          "Port of probes and metrics, with connections of their own; 0 takes any free one");

  static final Variable<Integer> SERVER_MAX_IN_FLIGHT =
      Variable.of(
          "SERVER_MAX_IN_FLIGHT",
          ValueTypes.integer(1, ServerSettings.MAX_IN_FLIGHT_LIMIT),
          "512",
          "Most requests of the API worked on at once; those beyond get a 503 at once. A stream"
              + " counts until it is open");

  static final Variable<Set<String>> CORS_ORIGINS =
      Variable.optional(
          "CORS_ORIGINS",
          ValueTypes.origins(),
          "Origins whose pages may call the public API from a browser; never the admin API");

  static final Variable<Duration> SHUTDOWN_GRACE =
      Variable.of(
          "SHUTDOWN_GRACE",
          ValueTypes.duration(ServerSettings.MIN_GRACE, ServerSettings.MAX_GRACE),
          "30s",
          "How long requests in flight may take to end after SIGTERM");

  static final Variable<LogSettings.Level> LOG_LEVEL =
      Variable.of(
          "LOG_LEVEL",
          ValueTypes.choice(words(LogSettings.Level.values())),
          "info",
          "Least level of the service's own log lines; libraries always log from warn on");

  static final Variable<LogSettings.Format> LOG_FORMAT =
      Variable.of(
          "LOG_FORMAT",
          ValueTypes.choice(words(LogSettings.Format.values())),
          "text",
          "One text line or one JSON object per log record");

  static final Variable<Boolean> WAITROOM_DEV =
      Variable.of(
          "WAITROOM_DEV",
          ValueTypes.flag(),
          "false",
          "Development start: keys that are not given are made, and lost with the process; any"
              + " length of `ADMIN_KEY` will do");

  static final List<Variable<?>> ALL =
      List.of(
          SERVER_PORT,
          MANAGEMENT_PORT,
          SERVER_MAX_IN_FLIGHT,
          CORS_ORIGINS,
          SHUTDOWN_GRACE,
          LOG_LEVEL,
          LOG_FORMAT,
          WAITROOM_DEV);

  private ServerVariables() {}

  static Supplier<ServerSettings> server(ConfigReader reading) {
    int port = reading.get(SERVER_PORT);
    int managementPort = reading.get(MANAGEMENT_PORT);
    Duration grace = reading.get(SHUTDOWN_GRACE);
    return () -> new ServerSettings("0.0.0.0", port, managementPort, grace);
  }

  static Set<String> corsOrigins(ConfigReader reading) {
    return reading.find(CORS_ORIGINS).orElse(Set.of());
  }

  static Supplier<LogSettings> log(ConfigReader reading) {
    LogSettings.Level level = reading.get(LOG_LEVEL);
    LogSettings.Format format = reading.get(LOG_FORMAT);
    return () -> new LogSettings(level, format);
  }

  /** The constants of an enum by their names in lower case. */
  static <E extends Enum<E>> SequencedMap<String, E> words(E[] values) {
    SequencedMap<String, E> words = new LinkedHashMap<>();
    Stream.of(values).forEach(value -> words.put(value.name().toLowerCase(Locale.ROOT), value));
    return words;
  }
}
