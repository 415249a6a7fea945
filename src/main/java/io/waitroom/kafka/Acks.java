package io.waitroom.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the messages on the way whose fate is not known yet. One thread sends and waits; any
 * thread resolves. Instead of a future for each message: the waiter is woken once.
 */
final class Acks {
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean anyFailed;
  private volatile boolean waited;
  private final Thread sender = Thread.currentThread();

  /**
   * So many were sent since the last call; their fates may be known before this is called, so the
   * count is below zero in between.
   */
  void sent(int count) {
    open.addAndGet(count);
  }

  /** The fate of one is known. */
  void resolved(boolean acked) {
    if (!acked) {
      anyFailed = true;
    }
    if (open.decrementAndGet() == 0 && waited) {
      LockSupport.unpark(sender);
    }
  }

  /** Whether one is known not to have been acked. */
  boolean anyFailed() {
    return anyFailed;
  }

  /**
   * Waits until the fates of all that were sent are known; false when it is {@code deadlineNanos}
   * before that, or the thread is interrupted. By the sender only.
   */
  boolean await(long deadlineNanos) {
    waited = true;
    while (open.get() > 0) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        waited = false;
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    waited = false;
    return true;
  }
}
