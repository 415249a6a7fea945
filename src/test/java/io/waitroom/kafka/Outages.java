package io.waitroom.kafka;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** How long tests wait for what must become true. */
final class Outages {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Outages() {}

  static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
  }
}
