package io.waitroom.http;

import io.waitroom.ops.Metrics;
import io.waitroom.room.RoomFeed;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.glassfish.jersey.server.ChunkedOutput;

/**
 * The streams that are open on this replica: counted, capped, cut off when their client does not
 * read, and ended when the service stops, so that clients connect to another replica. Thread-safe.
 */
@ApplicationScoped
public class Streams {
  /** How long a client may keep one write waiting. */
  static final Duration MAX_STALL = Duration.ofSeconds(10);

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  /** After readiness went down, before the server waits for requests in flight. */
  private static final int STOP_PRIORITY = -90;

  /** One open stream, as the thread sees it that writes it. */
  final class Stream implements AutoCloseable {
    private final Thread writer = Thread.currentThread();
    private volatile boolean writing;
    private volatile long sinceNanos;

    /**
     * Writes, and is cut off when the client does not take it within {@link #MAX_STALL}.
     *
     * @throws IOException when the client is gone or was cut off
     */
    void write(ChunkedOutput<byte[]> out, byte[] bytes) throws IOException {
      sinceNanos = System.nanoTime();
      writing = true;
      try {
        out.write(bytes);
      } finally {
        writing = false;
      }
    }

    /** Whether the stream has to end now. */
    boolean isEnding() {
      return ending;
    }

    private void cutOffIfStalled(long now) {
      if (writing && now - sinceNanos >= MAX_STALL.toNanos()) {
        // The socket of a virtual thread that is interrupted while it writes is closed.
        writer.interrupt();
      }
    }

    @Override
    public void close() {
      open.remove(this);
      leave();
    }
  }

  private final RoomFeed feed;
  private final Semaphore free = new Semaphore(HttpLimits.MAX_STREAMS);
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  @Inject
  Streams(RoomFeed feed, Metrics metrics) {
    this.feed = feed;
    metrics.openStreams(this::open);
  }

  /**
   * Counts a stream in; whoever was let in has to {@link #begin} it, or to {@link #leave}.
   *
   * @throws ProblemException when the cap is reached
   */
  void enter() {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.TOO_MANY_STREAMS, "Poll status_url as poll_after_seconds says instead");
    }
  }

  /** The stream that was let in, written by the calling thread from now on. */
  Stream begin() {
    Stream stream = new Stream();
    open.add(stream);
    return stream;
  }

  /** Counts a stream out. */
  void leave() {
    free.release();
  }

  /** How many were let in and have not ended. */
  int open() {
    return HttpLimits.MAX_STREAMS - free.availablePermits();
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Thread.ofVirtual().name("stream-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!ending) {
        Thread.sleep(WATCH_INTERVAL);
        long now = System.nanoTime();
        open.forEach(stream -> stream.cutOffIfStalled(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop(
      @Observes @Priority(STOP_PRIORITY) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    ending = true;
    feed.wakeAll();
  }
}
