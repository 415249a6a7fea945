package io.waitroom.kafka.client;

import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells whatever waits or retries on behalf of the consumers that the service stops. Thread-safe.
 */
@Service
public class StopSignal {
  private final Ticker ticker;
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  @Inject
  public StopSignal(Ticker ticker) {
    this.ticker = ticker;
  }

  /** The service stops: nothing waits any longer. */
  public void stop() {
    stopped = true;
    waiting.forEach(LockSupport::unpark);
  }

  /** Whether the service stops. */
  public boolean isStopped() {
    return stopped;
  }

  /** Waits, but not beyond the stop, nor when interrupted; true when it is time to stop. */
  public boolean await(Duration pause) {
    long end = ticker.nanos() + pause.toNanos();
    Thread current = Thread.currentThread();
    waiting.add(current);
    try {
      long left = pause.toNanos();
      while (!stopped && left > 0 && !current.isInterrupted()) {
        ticker.park(this, left);
        left = end - ticker.nanos();
      }
    } finally {
      waiting.remove(current);
    }
    return stopped || current.isInterrupted();
  }
}
