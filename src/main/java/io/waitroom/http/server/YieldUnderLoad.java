package io.waitroom.http.server;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.ops.Service;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets newcomers have their turn among callers that never pause. A processor's virtual threads take
 * turns in a queue of its own, and look for what others have brought, a new connection or a timer
 * that has run out, only when that queue is empty. Under a thousand connections that ask again as
 * soon as they are answered it never is: probes waited for seconds, and so did admissions.
 *
 * <p>So a beat shows whether timers still run; while it is late, each request sleeps for a moment,
 * comes back as a timer does, and the queues run empty in between. Otherwise it costs nothing.
 * Thread-safe.
 */
@Service
public class YieldUnderLoad implements Filter {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final long LATE_NANOS = INTERVAL.multipliedBy(3).toNanos();
  private static final long MOMENT_NANOS = 1_000_000;

  private volatile long beatNanos = System.nanoTime();
  private volatile boolean stopped;

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    giveWay();
    chain.proceed();
  }

  /** Returns at once, or after a moment when others do not get their turn. */
  public void giveWay() {
    if (System.nanoTime() - beatNanos > LATE_NANOS) {
      LockSupport.parkNanos(this, MOMENT_NANOS);
    }
  }

  /** Begins the beat. */
  public void start() {
    Thread.ofVirtual().name("fair-turns").start(this::beat);
  }

  /** Ends the beat. */
  public void stop() {
    stopped = true;
  }

  private void beat() {
    while (!stopped) {
      beatNanos = System.nanoTime();
      LockSupport.parkNanos(this, INTERVAL.toNanos());
    }
  }
}
