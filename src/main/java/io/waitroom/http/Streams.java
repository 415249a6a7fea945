package io.waitroom.http;

import io.waitroom.ops.Metrics;
import io.waitroom.room.RoomFeed;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.glassfish.jersey.server.ChunkedOutput;

/**
 * The streams that are open on this replica: counted, capped, cut off when their client does not
 * read, and ended when the service stops, so that clients connect to another replica. Thread-safe.
 */
@ApplicationScoped
public class Streams {
  /** After readiness went down, before the server waits for requests in flight. */
  private static final int STOP_PRIORITY = -90;

  /** One open stream, as the thread sees it that writes it. */
  final class Stream implements AutoCloseable {
    /**
     * Writes, and is cut off when the client does not take it.
     *
     * @throws IOException when the client is gone or was cut off
     */
    void write(ChunkedOutput<byte[]> out, byte[] bytes) throws IOException {
      try (StallWatch.Wait wait = stalls.begin()) {
        out.write(bytes);
        if (wait.wasCutOff()) {
          throw new IOException("The client did not read");
        }
      }
    }

    /** Whether the stream has to end now. */
    boolean isEnding() {
      return ending;
    }

    /** Counts the stream out. */
    @Override
    public void close() {
      leave();
    }
  }

  private final RoomFeed feed;
  private final StallWatch stalls;
  private final Semaphore free = new Semaphore(HttpLimits.MAX_STREAMS);
  private volatile boolean ending;

  @Inject
  Streams(RoomFeed feed, StallWatch stalls, Metrics metrics) {
    this.feed = feed;
    this.stalls = stalls;
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
    return new Stream();
  }

  /** Counts a stream out. */
  void leave() {
    free.release();
  }

  /** How many were let in and have not ended. */
  int open() {
    return HttpLimits.MAX_STREAMS - free.availablePermits();
  }

  void stop(
      @Observes @Priority(STOP_PRIORITY) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    ending = true;
    feed.wakeAll();
  }
}
