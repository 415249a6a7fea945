package io.waitroom.lab.faults;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * How a good client calls: it waits as {@code Retry-After} says, goes elsewhere when nobody
 * answers, a little slower each time, until it gets an answer or its patience is at an end.
 */
final class Retry {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Router router;
  private final long untilNanos;

  Retry(Router router, Duration patience) {
    this.router = router;
    this.untilNanos = System.nanoTime() + patience.toNanos();
  }

  /** The first answer that is not 503; or the last thing that happened before patience ended. */
  Exchange until(Function<URI, Exchange> call) {
    URI replica = router.any();
    Duration backoff = FIRST;
    while (true) {
      Exchange exchange = call.apply(replica);
      if ((!exchange.isUnanswered() && exchange.status() != 503) || isOver()) {
        return exchange;
      }
      Duration told = seconds(exchange.retryAfter());
      pause(told.compareTo(backoff) > 0 ? told : backoff);
      backoff = backoff.multipliedBy(2).compareTo(LONGEST) < 0 ? backoff.multipliedBy(2) : LONGEST;
      replica = exchange.isUnanswered() ? router.otherThan(replica) : router.any();
    }
  }

  boolean isOver() {
    return System.nanoTime() - untilNanos > 0;
  }

  /** About so long; never shorter, at most a quarter longer, so that a crowd spreads. */
  static void pause(Duration about) {
    double stretch = 1 + ThreadLocalRandom.current().nextDouble() / 4;
    Pause.of(Duration.ofNanos((long) (about.toNanos() * stretch)));
  }

  private static Duration seconds(String header) {
    return header.isEmpty() ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(header));
  }
}
