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
  public static final class Deadline implements AutoCloseable {
    private final Set<Deadline> deadlines;
    private @Nullable Thread waiting;
    private long sinceNanos;
    private boolean cut;

    private Deadline(Set<Deadline> deadlines) {
      this.deadlines = deadlines;
      deadlines.add(this);
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
      deadlines.remove(this);
      boolean _ = end();
    }
  }

  private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Watches a client that nobody waits for yet. */
  public Deadline watch() {
    return new Deadline(deadlines);
  }

  /** Watches a client that the calling thread waits for from now on. */
  public Deadline begin() {
    Deadline deadline = watch();
    deadline.begin(System.nanoTime());
    return deadline;
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
        deadlines.forEach(deadline -> deadline.cutOff(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
