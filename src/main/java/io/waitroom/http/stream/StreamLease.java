package io.waitroom.http.stream;

import io.waitroom.room.Ticker;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One open stream's share of {@link StreamRegistry}'s cap. Belongs to the thread that opened it;
 * any thread may wake or interrupt it.
 */
public final class StreamLease implements AutoCloseable {
  private final StreamRegistry registry;
  private final Ticker ticker;
  private final Thread thread = Thread.currentThread();

  /** Socket calls and locks park too and use up a permit of the thread; this flag stays. */
  private volatile boolean woken;

  StreamLease(StreamRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  /** Makes the stream look at its status now, or again if it does so already. */
  void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  /**
   * Parks until the stream is woken, for {@code nanos} at most; may return early.
   *
   * @return whether the stream goes on; false when the service stops
   */
  boolean await(long nanos) {
    if (!woken && !isEnding()) {
      ticker.park(this, nanos);
    }
    woken = false;
    return !isEnding();
  }

  /** Runs a call that asks Redis, when few enough streams do so. */
  <T> T reading(Supplier<T> call) {
    return registry.reading(call);
  }

  /** Helidon interrupts the threads that are left when the time to stop is over. */
  private boolean isEnding() {
    return registry.isEnding() || thread.isInterrupted();
  }

  /** Closes the socket of a stream whose client does not take what is written. */
  void interrupt() {
    thread.interrupt();
  }

  /** Gives the share back. */
  @Override
  public void close() {
    registry.close(this);
  }
}
