package io.waitroom.http.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many clients may be connected at once, and how many of them may hold a stream; further ones
 * wait in the kernel's queue, or are told to poll. Helidon stops listening, for good, when the
 * system has no descriptor left for one more, and a process whose heap is full of connections ends;
 * so it must stop before either. One budget of heap covers both: the connections that streams leave
 * room for, and the streams.
 */
public final class ConnectionLimits {
  /** Most connections for probes and metrics. */
  public static final int MAX_MANAGEMENT = 100;

  private static final int MAX_CONNECTIONS = 12_000;
  private static final int MAX_STREAMS = 10_000;

  /** Fewest, so that somebody is served whatever the heap. */
  private static final int MIN_CONNECTIONS = 200;

  private static final int MIN_STREAMS = 100;

  /** Files left for Redis, Kafka, the class path and the log. */
  private static final int OTHER_FILES = 512;

  /** Heap left for everything else. */
  private static final long OTHER_BYTES = 36L * 1024 * 1024;

  /** Heap of an idle connection: Helidon's read buffer and the stack; 14 KB measured. */
  private static final long CONNECTION_BYTES = 16 * 1024;

  /** Heap of a connection that holds a stream; 22.7 KB measured. */
  private static final long STREAM_BYTES = 23 * 1024;

  /** Streams' share of the budget, of files and of heap, in sixths. */
  private static final long STREAM_SIXTHS = 5;

  /** Share of the heap that may be held for clients that send or take slowly. */
  private static final int HELD_SHARE = 8;

  private ConnectionLimits() {}

  /** Most bytes of the heap that are held for clients that send or take slowly, over all. */
  public static long heldBytes() {
    return Runtime.getRuntime().maxMemory() / HELD_SHARE;
  }

  /** Returns the most connections of this process. */
  public static int most() {
    return most(maxFiles(), Runtime.getRuntime().maxMemory());
  }

  /** Returns the most open streams of this process. */
  public static int streams() {
    return streams(maxFiles(), Runtime.getRuntime().maxMemory());
  }

  /**
   * Returns the most connections for given means, streams included.
   *
   * @param maxFiles that the process may open
   * @param maxHeap in bytes
   */
  public static int most(long maxFiles, long maxHeap) {
    long streams = streams(maxFiles, maxHeap);
    long others = (freeHeap(maxHeap) - streams * STREAM_BYTES) / CONNECTION_BYTES;
    long byHeap = Math.max(streams + others, MIN_CONNECTIONS);
    return (int) Math.min(Math.min(freeFiles(maxFiles), byHeap), MAX_CONNECTIONS);
  }

  /**
   * Returns the most open streams for given means.
   *
   * @param maxFiles that the process may open
   * @param maxHeap in bytes
   */
  public static int streams(long maxFiles, long maxHeap) {
    long byFiles = share(freeFiles(maxFiles));
    long byHeap = Math.max(share(freeHeap(maxHeap)) / STREAM_BYTES, MIN_STREAMS);
    return (int) Math.min(Math.min(byFiles, byHeap), MAX_STREAMS);
  }

  private static long share(long all) {
    return all / 6 * STREAM_SIXTHS;
  }

  private static long freeHeap(long maxHeap) {
    return maxHeap - OTHER_BYTES;
  }

  private static long freeFiles(long maxFiles) {
    return Math.max(maxFiles - OTHER_FILES, maxFiles / 2);
  }

  private static long maxFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }
}
