package io.waitroom.http.connection;

import io.waitroom.ops.CutOffReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that is waited for now and then, by one thread at a time, and until when it may keep
 * that waiting; watched by {@link SlowClientGuard} until it closes.
 *
 * <p>Thread-safe.
 */
public final class Deadline implements AutoCloseable {
  /** A write that is shorter does not wait for the client, but for a processor. */
  private static final long MIN_WRITE_NANOS = Duration.ofMillis(100).toNanos();

  /** A write that is larger does not fit what the system keeps for a connection, 64 KB. */
  private static final long MAX_BUFFERED_BYTES = 64 * 1024;

  /** A client that keeps us waiting no longer than that need not make room for others. */
  private static final long MIN_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

  /** What a client is waited for. */
  private enum Wait {
    FIRST_REQUEST,
    NEXT_REQUEST,
    READ,
    WRITE
  }

  private final SlowClientGuard guard;
  private @Nullable Thread waiting;
  private long sinceNanos;
  private Wait wait = Wait.FIRST_REQUEST;
  private boolean cut;
  private volatile long heldBytes;

  Deadline(SlowClientGuard guard) {
    this.guard = guard;
    guard.add(this);
  }

  /**
   * The calling thread waits for a request from now on, which may take as long as Helidon lets it.
   *
   * @param isFirst whether the client has asked nothing yet
   */
  void beginIdle(boolean isFirst) {
    begin(guard.nanos(), isFirst ? Wait.FIRST_REQUEST : Wait.NEXT_REQUEST);
  }

  /**
   * The calling thread waits for the client to send from now on.
   *
   * @param since when the client's time began, by the guard's ticker
   */
  void beginRead(long since) {
    begin(since, Wait.READ);
    guard.relieve();
  }

  /** The calling thread waits for the client to take what is written from now on. */
  void beginWrite() {
    begin(guard.nanos(), Wait.WRITE);
    guard.relieve();
  }

  private synchronized void begin(long since, Wait what) {
    waiting = Thread.currentThread();
    sinceNanos = since;
    wait = what;
  }

  /** The calling thread waits no more; whether the client has been cut off. */
  public synchronized boolean end() {
    waiting = null;
    if (cut) {
      // Whatever the thread does next must not be taken for the client's fault.
      var _ = Thread.interrupted();
    }
    return cut;
  }

  /**
   * The heap that is held for this client. Called by the client's thread only.
   *
   * @param bytes from now on
   */
  void hold(long bytes) {
    long before = heldBytes;
    if (bytes != before) {
      heldBytes = bytes;
      guard.holdMore(bytes - before);
    }
  }

  /**
   * Whether the service holds something until the client goes on. A short write waits for a
   * processor rather than for the client.
   */
  synchronized boolean isHolding(long now) {
    boolean isShort = wait == Wait.WRITE && heldBytes <= MAX_BUFFERED_BYTES;
    return heldBytes > 0 && isWaitedFor(now, isShort ? MIN_WRITE_NANOS : 0);
  }

  /** Whether it keeps a thread waiting for so long that it may have to make room for others. */
  synchronized boolean isWaitedForLong(long now) {
    return isWaitedFor(now, MIN_WAIT_NANOS);
  }

  private boolean isWaitedFor(long now, long nanos) {
    return waiting != null && !cut && now - sinceNanos >= nanos;
  }

  synchronized boolean isBetweenRequests() {
    return wait == Wait.NEXT_REQUEST;
  }

  /** Returns the heap that is held for the client. */
  long heldBytes() {
    return heldBytes;
  }

  synchronized boolean isCut() {
    return cut;
  }

  synchronized long sinceNanos() {
    return sinceNanos;
  }

  synchronized boolean cutOff(CutOffReason reason) {
    Thread thread = waiting;
    if (thread == null || cut) {
      return false;
    }
    cut = true;
    thread.interrupt();
    guard.noteCutOff(reason);
    return true;
  }

  synchronized void cutOffIfLate(long now) {
    boolean isRequest = wait == Wait.READ || wait == Wait.WRITE;
    if (isRequest && now - sinceNanos >= SlowClientGuard.PATIENCE.toNanos()) {
      boolean _ = cutOff(CutOffReason.SLOW);
    }
  }

  /** Forgets the client. */
  @Override
  public void close() {
    guard.remove(this);
    hold(0);
    boolean _ = end();
  }
}
