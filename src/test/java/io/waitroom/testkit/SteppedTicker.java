package io.waitroom.testkit;

import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A ticker whose time moves only when a test steps it. Parked threads return when their time has
 * come, when they are unparked, or when they are interrupted. Thread-safe.
 */
public final class SteppedTicker implements Ticker {
  private final AtomicLong now = new AtomicLong();
  private final Set<Thread> parked = ConcurrentHashMap.newKeySet();

  @Override
  public long nanos() {
    return now.get();
  }

  @Override
  public void park(Object blocker, long nanos) {
    if (nanos <= 0) {
      return;
    }
    long from = now.get();
    Thread current = Thread.currentThread();
    parked.add(current);
    try {
      // A step between the reading and the parking has already stored the permit: park returns.
      if (now.get() - from < nanos) {
        LockSupport.park(blocker);
      }
    } finally {
      parked.remove(current);
    }
  }

  /** Moves time forward, and wakes every parked thread to look at it. */
  public void step(Duration by) {
    now.addAndGet(by.toNanos());
    parked.forEach(LockSupport::unpark);
  }

  /** Returns how many threads are parked on this ticker. */
  public int parked() {
    return parked.size();
  }
}
