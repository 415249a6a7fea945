package io.waitroom.http.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.waitroom.http.SocketTakeover;
import java.lang.management.ManagementFactory;

/**
 * How many callers may be connected at once; further ones wait in the kernel's queue. Helidon stops
 * listening, for good, when the system has no descriptor left for one more, and a process whose
 * heap is full of connections ends; so it must stop before either. Open streams are no connections
 * of Helidon's any more, and have a share of their own.
 */
public final class ConnectionLimits {
  /** Most connections for probes and metrics. */
  public static final int MAX_MANAGEMENT = 100;

  private static final int MAX_CONNECTIONS = 12_000;
  private static final int MAX_STREAMS = 10_000;

  /** Fewest of each, so that somebody is served whatever the heap. */
  private static final int MIN = 100;

  /** Files left for Redis, Kafka, the class path and the log. */
  private static final int OTHER_FILES = 512;

  /** Heap left for everything else. */
  private static final long OTHER_BYTES = 40L * 1024 * 1024;

  /**
   * Heap that a connection takes which does nothing: Helidon's read buffer, and the stack of its
   * virtual thread; 14 KB measured.
   */
  private static final long CONNECTION_BYTES = 16 * 1024;

  /**
   * Heap that a stream takes: 900 bytes measured while nothing happens, and three times that when a
   * change concerns all and they wait to ask Redis. Where Helidon keeps the connection, its stack
   * and buffers.
   */
  private static final long STREAM_BYTES = (SocketTakeover.isPossible() ? 3 : 24) * 1024L;

  /** Share of the heap that may be held for clients that send or take slowly. */
  private static final int HELD_SHARE = 8;

  private ConnectionLimits() {}

  /** Most bytes of the heap that are held for clients that send or take slowly, over all. */
  public static long heldBytes() {
    return Runtime.getRuntime().maxMemory() / HELD_SHARE;
  }

  /** Most connections of Helidon's in this process. */
  public static int most() {
    return most(maxFiles(), Runtime.getRuntime().maxMemory());
  }

  /** Most open streams in this process. */
  public static int streams() {
    return streams(maxFiles(), Runtime.getRuntime().maxMemory());
  }

  /**
   * Returns the most connections for given means.
   *
   * @param maxFiles that the process may open
   * @param maxHeap in bytes
   */
  public static int most(long maxFiles, long maxHeap) {
    long byFiles = free(maxFiles) - streamsByFiles(maxFiles);
    return (int) Math.min(Math.min(byFiles, byHeap(maxHeap, CONNECTION_BYTES)), MAX_CONNECTIONS);
  }

  /**
   * Returns the most open streams for given means.
   *
   * @param maxFiles that the process may open
   * @param maxHeap in bytes
   */
  public static int streams(long maxFiles, long maxHeap) {
    return (int) Math.min(streamsByFiles(maxFiles), byHeap(maxHeap, STREAM_BYTES));
  }

  private static long streamsByFiles(long maxFiles) {
    return Math.min(free(maxFiles) / 9 * 5, MAX_STREAMS);
  }

  /** ConnectionLimits get one half of the heap that is left, streams the other. */
  private static long byHeap(long maxHeap, long bytes) {
    return Math.max((maxHeap - OTHER_BYTES) / 2 / bytes, MIN);
  }

  private static long free(long maxFiles) {
    return Math.max(maxFiles - OTHER_FILES, maxFiles / 2);
  }

  private static long maxFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
