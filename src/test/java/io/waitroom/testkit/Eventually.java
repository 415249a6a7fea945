package io.waitroom.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** How long tests wait for what must become true. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private Eventually() {}

  /** Waits until the condition holds; fails after 60 s. */
  public static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(condition);
  }

  /** Waits until the assertion holds; fails after 60 s with what it says. */
  public static void asserted(ThrowingRunnable assertion) {
    Awaitility.await().atMost(LIMIT).pollInterval(POLL).untilAsserted(assertion);
  }
}
