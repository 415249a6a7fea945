package io.waitroom.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** How long tests wait for what must become true. */
public final class Eventually {
  /** Ends a test that hangs; long, because machines that test are slow and shared. */
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /** Waits until the condition holds; fails after 90 s. */
  public static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(condition);
  }

  /** Waits until the assertion holds; fails after 90 s with what it says. */
  public static void asserted(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).pollInterval(POLL).untilAsserted(assertion);
  }
}
