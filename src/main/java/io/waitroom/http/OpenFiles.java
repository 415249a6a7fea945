package io.waitroom.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many callers may be connected at once. Helidon stops listening, for good, when the system has
 * no descriptor left for one more; so it must stop before that and let further callers wait. Open
 * streams are no connections of Helidon's any more, and have a share of their own.
 */
public final class OpenFiles {
  private static final int MAX_CONNECTIONS = 12_000;
  private static final int MAX_STREAMS = 10_000;

  /** Left for Redis, Kafka, the class path and the log. */
  private static final int RESERVE = 512;

  private OpenFiles() {}

  /** Most connections of Helidon's in this process. */
  public static int connections() {
    return connections(limit());
  }

  /** Most open streams in this process. */
  static int streams() {
    return streams(limit());
  }

  /**
   * @param maxFiles that the process may open
   */
  static int connections(long maxFiles) {
    return (int) Math.min(free(maxFiles) - streams(maxFiles), MAX_CONNECTIONS);
  }

  /**
   * @param maxFiles that the process may open
   */
  static int streams(long maxFiles) {
    return (int) Math.min(free(maxFiles) / 9 * 5, MAX_STREAMS);
  }

  private static long free(long maxFiles) {
    return Math.max(maxFiles - RESERVE, maxFiles / 2);
  }

  private static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
