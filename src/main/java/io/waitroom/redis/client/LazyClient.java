package io.waitroom.redis.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The client of Redis, made by the first caller who needs it. While one makes it, which takes long
 * where sentinels or nodes of a cluster do not answer, others wait as long as for a connection and
 * no longer; once that has failed, it is tried again after {@link #PAUSE}, and whoever comes before
 * that is told the same.
 *
 * <p>Thread-safe.
 */
public final class LazyClient implements AutoCloseable {
  /** Least time between a failure and the next attempt. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<UnifiedJedis> maker;
  private final Duration patience;
  private final ReentrantLock making = new ReentrantLock();
  private final AtomicReference<@Nullable UnifiedJedis> client = new AtomicReference<>();
  private volatile @Nullable Failure lastFailure;
  private volatile boolean closed;

  /** An attempt that came to nothing. */
  private record Failure(JedisException why, long atNanos) {}

  /**
   * @param maker may take long; called by one at a time
   * @param patience how long a caller waits for another that makes the client
   */
  public LazyClient(Supplier<UnifiedJedis> maker, Duration patience) {
    this.maker = maker;
    this.patience = patience;
  }

  /** The client if it has been made, and not been closed. */
  @Nullable UnifiedJedis made() {
    return client.get();
  }

  /**
   * The client.
   *
   * @throws JedisException when it cannot be made, could not a moment ago, takes another caller too
   *     long, or is closed
   */
  public UnifiedJedis get() {
    UnifiedJedis current = client.get();
    if (current != null) {
      return current;
    }
    requireHope();
    await();
    try {
      current = client.get();
      if (current != null) {
        return current;
      }
      requireHope();
      return make();
    } finally {
      making.unlock();
    }
  }

  private void requireHope() {
    if (closed) {
      throw new JedisException("the connection is closed");
    }
    Failure failure = lastFailure;
    if (failure != null && System.nanoTime() - failure.atNanos < PAUSE.toNanos()) {
      throw failure.why;
    }
  }

  /** Returns with the lock. */
  private void await() {
    try {
      if (!making.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new JedisException("no connection to Redis could be made within " + patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JedisException("interrupted while another caller connects to Redis", e);
    }
  }

  private UnifiedJedis make() {
    try {
      UnifiedJedis made = maker.get();
      client.set(made);
      lastFailure = null;
      // Race: closed while it was made, by one who did not see it.
      if (closed) {
        close();
        throw new JedisException("the connection was closed meanwhile");
      }
      return made;
    } catch (JedisException e) {
      lastFailure = new Failure(e, System.nanoTime());
      throw e;
    }
  }

  /** Closes the client, if there is one, and has none made from now on; waits for no attempt. */
  @Override
  public void close() {
    closed = true;
    UnifiedJedis current = client.getAndSet(null);
    if (current != null) {
      current.close();
    }
  }
}
