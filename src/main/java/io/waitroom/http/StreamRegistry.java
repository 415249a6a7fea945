package io.waitroom.http;

import io.waitroom.http.server.Deadline;
import io.waitroom.http.server.SlowClientGuard;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.RoomFeed;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The streams that are open on this replica: counted, capped, cut off when their client does not
 * read, and ended when the service stops, so that clients connect to another replica. Thread-safe.
 */
@Service
public class StreamRegistry {
  /** After readiness went down, before the server waits for requests in flight. */
  private static final int STOP_PRIORITY = -90;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** One open stream, as the thread sees it that writes it. */
  final class Stream implements AutoCloseable {
    /**
     * Writes, and is cut off when the client does not take it.
     *
     * @throws IOException when the client is gone or was cut off
     */
    void write(StreamSink sink, byte[] bytes) throws IOException {
      try (Deadline wait = stalls.begin()) {
        sink.write(bytes);
        if (wait.end()) {
          throw new IOException("The client did not read");
        }
      }
    }

    /**
     * Ends the answer; as patient with the client as a write.
     *
     * @throws IOException when the client is gone
     */
    void end(StreamSink sink) throws IOException {
      try (Deadline _ = stalls.begin()) {
        sink.end();
      }
    }

    /** Whether the stream has to end now. */
    boolean isEnding() {
      return ending;
    }

    /** Counts the stream out. */
    @Override
    public void close() {
      free.release();
    }
  }

  private final RoomFeed feed;
  private final SlowClientGuard stalls;
  private final Semaphore free = new Semaphore(HttpLimits.MAX_STREAMS);
  private volatile boolean ending;

  @Inject
  StreamRegistry(RoomFeed feed, SlowClientGuard stalls, Metrics metrics) {
    this.feed = feed;
    this.stalls = stalls;
    metrics.openStreams(this::open);
  }

  /**
   * Counts a stream in, until it is closed.
   *
   * @throws ProblemException when the cap is reached
   */
  Stream enter() {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.TOO_MANY_STREAMS, "Poll status_url as poll_after_seconds says instead");
    }
    return new Stream();
  }

  /** How many were let in and have not ended. */
  int open() {
    return HttpLimits.MAX_STREAMS - free.availablePermits();
  }

  /** Returns when the streams have ended, or soon: their clients are not waited for. */
  void stop(
      @Observes @Priority(STOP_PRIORITY) @BeforeDestroyed(ApplicationScoped.class) Object event)
      throws InterruptedException {
    ending = true;
    feed.wakeAll();
    if (free.tryAcquire(HttpLimits.MAX_STREAMS, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      free.release(HttpLimits.MAX_STREAMS);
    }
  }
}
