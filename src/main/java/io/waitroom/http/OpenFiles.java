package io.waitroom.boot;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many callers may be connected at once. Helidon stops listening, for good, when the system has
 * no descriptor left for one more; so it must stop before that and let further callers wait.
 */
final class OpenFiles {
  /** Ten thousand streams, and others. */
  static final int MAX_CONNECTIONS = 12_000;

  /** Left for Redis, Kafka, the class path and the log. */
  static final int RESERVE = 512;

  private OpenFiles() {}

  /** As many as this process may have. */
  static int connections() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? connections(system.getMaxFileDescriptorCount())
        : MAX_CONNECTIONS;
  }

  /**
   * @param maxFiles that the process may open
   */
  static int connections(long maxFiles) {
    return (int) Math.min(Math.max(maxFiles - RESERVE, maxFiles / 2), MAX_CONNECTIONS);
  }
}
