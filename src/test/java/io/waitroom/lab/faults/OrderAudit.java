package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** First come, first served; and nobody is ever told a worse position than before. */
final class OrderAudit {
  /** No answer asks to poll sooner than that. */
  private static final Duration POLL_LEAST = Duration.ofSeconds(1);

  private OrderAudit() {}

  static List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    admissions(evidence, findings);
    evidence.byUser().values().forEach(exchanges -> positions(exchanges, findings));
    return findings;
  }

  private static void admissions(Evidence evidence, List<Finding> findings) {
    BuyerSession last = null;
    for (BuyerSession place : evidence.room().places().values()) {
      if (place.wasAdmitted()) {
        if (last != null && place.admitted() < last.admitted()) {
          findings.add(
              Finding.inverted("admitted before those in front: %s %s".formatted(last, place)));
        }
        last = place;
      }
    }
  }

  /** What is promised to one who does not ask more often than told. */
  private static void positions(List<Exchange> exchanges, List<Finding> findings) {
    Exchange last = null;
    for (Exchange exchange : exchanges) {
      if (exchange.isSuccess() && exchange.text("status").equals("queued")) {
        if (last != null
            && exchange.startNanos() - last.endNanos() >= POLL_LEAST.toNanos()
            && isSamePlace(last, exchange)
            && position(exchange) > position(last)) {
          findings.add(
              Finding.stale(
                  "%s was told %d by %d after %d by %d, %d ms later"
                      .formatted(
                          exchange.user(),
                          position(exchange),
                          exchange.replica(),
                          position(last),
                          last.replica(),
                          (exchange.startNanos() - last.endNanos()) / 1_000_000)));
        }
        last = exchange;
      }
    }
  }

  private static boolean isSamePlace(Exchange a, Exchange b) {
    return a.text("session_id").equals(b.text("session_id"));
  }

  private static int position(Exchange exchange) {
    return exchange.json().getInt("position", 0);
  }
}
