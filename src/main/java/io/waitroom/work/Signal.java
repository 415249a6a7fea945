package io.waitroom.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A wake-up that is remembered until it is awaited; any number of them in between count as one.
 * Thread-safe.
 */
final class Signal {
  private final Semaphore permits = new Semaphore(0);

  /** Wakes the one who waits, or the next one who will; never blocks. */
  void raise() {
    if (permits.availablePermits() == 0) {
      permits.release();
    }
  }

  /**
   * Waits until raised, or for {@code limit}.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   */
  void await(Duration limit) throws InterruptedException {
    boolean raised = permits.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (raised) {
      permits.drainPermits();
    }
  }
}
