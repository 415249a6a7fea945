package io.waitroom.http.stream;

import io.waitroom.http.connection.ConnectionLimits;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The streams that are open on this replica: capped, counted, and ended when the service stops, so
 * that clients connect to another replica. Thread-safe.
 */
@Service
public class StreamRegistry {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** Most streams that ask Redis at once; the others wait their turn. */
  private static final int MAX_READS = 32;

  private final int max = ConnectionLimits.streams();
  private final Semaphore free = new Semaphore(max);
  private final Semaphore reads = new Semaphore(MAX_READS);
  private final Set<StreamLease> leases = ConcurrentHashMap.newKeySet();
  private final Ticker ticker;
  private volatile boolean ending;

  @Inject
  StreamRegistry(Ticker ticker, Metrics metrics) {
    this.ticker = ticker;
    metrics.openStreams(this::openStreams);
  }

  /**
   * Opens a stream of the calling thread, which closes it.
   *
   * @throws ProblemException when the cap is reached
   */
  public StreamLease open() {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.TOO_MANY_STREAMS, "Poll status_url as poll_after_seconds says instead");
    }
    StreamLease lease = new StreamLease(this, ticker);
    leases.add(lease);
    return lease;
  }

  void close(StreamLease lease) {
    if (leases.remove(lease)) {
      free.release();
    }
  }

  /** Returns how many streams are open. */
  public int openStreams() {
    return leases.size();
  }

  /** Returns how many streams may be open at once. */
  public int maxStreams() {
    return max;
  }

  <T> T reading(Supplier<T> call) {
    reads.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      reads.release();
    }
  }

  boolean isEnding() {
    return ending;
  }

  /** Ends all streams. Those whose clients do not read are cut off after {@link #STOP_LIMIT}. */
  public void stop() {
    ending = true;
    leases.forEach(StreamLease::wake);
    try {
      if (free.tryAcquire(max, STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(max);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leases.forEach(StreamLease::interrupt);
  }
}
