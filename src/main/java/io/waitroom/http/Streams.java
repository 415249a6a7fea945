package io.waitroom.http;

import io.waitroom.ops.Metrics;
import io.waitroom.room.RoomFeed;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/**
 * The streams that are open on this replica: counted, capped, and ended when the service stops, so
 * that clients connect to another replica. Thread-safe.
 */
@ApplicationScoped
public class Streams {
  /** After readiness went down, before the server waits for requests in flight. */
  private static final int STOP_PRIORITY = -90;

  private final RoomFeed feed;
  private final Semaphore free = new Semaphore(HttpLimits.MAX_STREAMS);
  private volatile boolean ending;

  @Inject
  Streams(RoomFeed feed, Metrics metrics) {
    this.feed = feed;
    metrics.openStreams(this::open);
  }

  /**
   * Counts a stream in; whoever was let in has to {@link #leave}.
   *
   * @throws ProblemException when the cap is reached
   */
  void enter() {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.TOO_MANY_STREAMS, "Poll status_url as poll_after_seconds says instead");
    }
  }

  /** Counts a stream out. */
  void leave() {
    free.release();
  }

  /** How many are open. */
  int open() {
    return HttpLimits.MAX_STREAMS - free.availablePermits();
  }

  /** Whether every stream has to end now. */
  boolean isEnding() {
    return ending;
  }

  void stop(
      @Observes @Priority(STOP_PRIORITY) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    ending = true;
    feed.wakeAll();
  }
}
