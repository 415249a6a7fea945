package io.waitroom.work;

import io.waitroom.room.Ticker;
import io.waitroom.testkit.SteppedTicker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stepped time that counts how often somebody has waited for it: a step makes each loop that waits
 * look around, and wait again. Thread-safe.
 */
final class CountedTicker implements Ticker {
  private final SteppedTicker stepped = new SteppedTicker();
  private final AtomicInteger parks = new AtomicInteger();

  @Override
  public long nanos() {
    return stepped.nanos();
  }

  @Override
  public void park(Object blocker, long nanos) {
    parks.incrementAndGet();
    stepped.park(blocker, nanos);
  }

  /** Returns how often somebody has waited so far. */
  int parks() {
    return parks.get();
  }

  /** Returns how many wait now. */
  int parked() {
    return stepped.parked();
  }

  /** Moves time forward. */
  void step(Duration by) {
    stepped.step(by);
  }
}
