package io.waitroom.room;

import java.util.concurrent.locks.LockSupport;

/**
 * The source of elapsed time, and of waiting for it: a port, so that tests step time instead of
 * waiting. Readings are nanoseconds from an arbitrary origin; only differences between two readings
 * mean anything, and they may wrap around.
 *
 * <p>Implementations are thread-safe.
 */
public interface Ticker {
  /** Returns the elapsed time since an arbitrary origin, in nanoseconds. */
  long nanos();

  /**
   * Parks the calling thread for {@code nanos}, or until it is unparked or interrupted; may return
   * early for no reason, as {@link LockSupport#parkNanos} may.
   *
   * @param blocker what the thread waits for, shown in thread dumps
   * @param nanos how long at most; returns at once if not positive
   */
  void park(Object blocker, long nanos);

  /** Returns the ticker of the machine: {@link System#nanoTime} and {@link LockSupport}. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }
}
