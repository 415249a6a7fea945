package io.waitroom.boot;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many callers may be connected at once; further ones wait in the kernel's queue. Helidon stops
 * listening, for good, when the system has no descriptor left for one more, and a process whose
 * heap is full of connections ends; so it must stop before either.
 */
final class Connections {
  /** Ten thousand streams, and others. */
  static final int MOST = 12_000;

  /** Files left for Redis, Kafka, the class path and the log. */
  static final int RESERVED_FILES = 512;

  /** Heap left for everything else. */
  static final long RESERVED_HEAP = 40L * 1024 * 1024;

  /**
   * Heap that a connection takes which does nothing: Helidon's read buffer, and the stack of its
   * virtual thread; 14 KB measured.
   */
  static final long BYTES = 16 * 1024;

  /** Fewest, so that somebody is served whatever the heap. */
  static final int FEWEST = 256;

  private Connections() {}

  /** As many as this process can bear. */
  static int most() {
    long maxFiles =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return most(maxFiles, Runtime.getRuntime().maxMemory());
  }

  /**
   * @param maxFiles that the process may open
   * @param maxHeap in bytes
   */
  static int most(long maxFiles, long maxHeap) {
    long byFiles = Math.max(maxFiles - RESERVED_FILES, maxFiles / 2);
    long byHeap = Math.max((maxHeap - RESERVED_HEAP) / BYTES, FEWEST);
    return (int) Math.min(Math.min(byFiles, byHeap), MOST);
  }
}
