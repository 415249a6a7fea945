package io.waitroom.http;

import io.waitroom.ops.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts off clients that keep a thread of ours waiting: that send a body drop by drop, or do not
 * read what they are sent. Helidon has no timeouts on a server's sockets; but the socket of a
 * virtual thread that is interrupted while it reads or writes is closed.
 *
 * <p>Thread-safe.
 */
@Service
public class StallWatch {
  /** How long a client may keep one read of a body, or one write to a stream, waiting. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** A thread that waits for its client, from now until it is closed. */
  static final class Wait implements AutoCloseable {
    private final Set<Wait> waits;
    private final Thread thread = Thread.currentThread();
    private final long sinceNanos = System.nanoTime();
    private boolean over;
    private boolean cut;

    private Wait(Set<Wait> waits) {
      this.waits = waits;
    }

    private synchronized void cutOff(long now) {
      if (!over && now - sinceNanos >= PATIENCE.toNanos()) {
        cut = true;
        thread.interrupt();
      }
    }

    /** Whether the client was cut off. */
    synchronized boolean wasCutOff() {
      return cut;
    }

    @Override
    public void close() {
      waits.remove(this);
      synchronized (this) {
        over = true;
        if (cut) {
          // Whatever the thread does next must not be taken for the client's fault.
          var _ = Thread.interrupted();
        }
      }
    }
  }

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** The calling thread waits for its client from now on. */
  Wait begin() {
    Wait wait = new Wait(waits);
    waits.add(wait);
    return wait;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    Thread.ofVirtual().name("stall-watch").start(this::watch);
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopped = true;
  }

  private void watch() {
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
