package io.waitroom.http.server;

import java.time.Duration;

/**
 * Where the HTTP server listens and how it stops.
 *
 * @param host address to listen on; 0.0.0.0 is all of them, since a container's neighbours must
 *     reach it
 * @param port of everything, 0 to 65535; 8080 by default, 0 takes any free one
 * @param managementPort of probes and metrics, on connections of their own; 0 to 65535, 8081 by
 *     default; other than {@code port}, but both may be 0
 * @param shutdownGrace how long requests in flight may take to end, 100 ms to 10 min; 30 s by
 *     default, the patience of Kubernetes
 */
public record ServerSettings(String host, int port, int managementPort, Duration shutdownGrace) {
  /** Highest port. */
  public static final int MAX_PORT = 65_535;

  /** Shortest grace. */
  public static final Duration MIN_GRACE = Duration.ofMillis(100);

  /** Longest grace. */
  public static final Duration MAX_GRACE = Duration.ofMinutes(10);

  public ServerSettings {
    requirePort("port", port);
    requirePort("managementPort", managementPort);
    if (port != 0 && port == managementPort) {
      throw new IllegalArgumentException("managementPort must not be port, " + port);
    }
    if (shutdownGrace.compareTo(MIN_GRACE) < 0 || shutdownGrace.compareTo(MAX_GRACE) > 0) {
      throw new IllegalArgumentException(
          "shutdownGrace must be %s to %s, not %s".formatted(MIN_GRACE, MAX_GRACE, shutdownGrace));
    }
  }

  private static void requirePort(String field, int value) {
    if (value < 0 || value > MAX_PORT) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d, not %d".formatted(field, MAX_PORT, value));
    }
  }
}
