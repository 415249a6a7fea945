package io.waitroom.http.server;

import io.waitroom.ops.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off clients that keep a thread of ours waiting: that send a request drop by drop, or do not
 * read what they are sent. Helidon has no timeouts on a server's sockets; but the socket of a
 * virtual thread that is interrupted while it reads or writes is closed.
 *
 * <p>Thread-safe.
 */
@Service
public class SlowClientGuard {
  /** How long a client may take to send a request that it has begun, or to take one write. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A client that is waited for now and then, by one thread at a time; watched until it closes. */
  public static final class Wait implements AutoCloseable {
    private final Set<Wait> waits;
    private @Nullable Thread waiting;
    private long sinceNanos;
    private boolean cut;

    private Wait(Set<Wait> waits) {
      this.waits = waits;
      waits.add(this);
    }

    /**
     * The calling thread waits for the client from now on.
     *
     * @param since when the client's time began, by {@link System#nanoTime}
     */
    public synchronized void begin(long since) {
      waiting = Thread.currentThread();
      sinceNanos = since;
    }

    /** The calling thread waits no more; whether the client was cut off meanwhile. */
    public synchronized boolean end() {
      waiting = null;
      boolean wasCut = cut;
      if (wasCut) {
        cut = false;
        // Whatever the thread does next must not be taken for the client's fault.
        var _ = Thread.interrupted();
      }
      return wasCut;
    }

    private synchronized void cutOff(long now) {
      Thread thread = waiting;
      if (thread != null && !cut && now - sinceNanos >= PATIENCE.toNanos()) {
        cut = true;
        thread.interrupt();
      }
    }

    /** Forgets the client. */
    @Override
    public void close() {
      waits.remove(this);
      boolean _ = end();
    }
  }

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Watches a client that nobody waits for yet. */
  public Wait watch() {
    return new Wait(waits);
  }

  /** Watches a client that the calling thread waits for from now on. */
  public Wait begin() {
    Wait wait = watch();
    wait.begin(System.nanoTime());
    return wait;
  }

  public void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Thread.ofVirtual().name("stall-watch").start(this::lookAtAll);
  }

  public void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopped = true;
  }

  private void lookAtAll() {
    try {
      while (!stopped) {
        Thread.sleep(INTERVAL);
        long now = System.nanoTime();
        waits.forEach(wait -> wait.cutOff(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
