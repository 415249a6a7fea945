package io.waitroom.lab.crowd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Never more slots than there are, never faster than set; by the service's own clock. */
final class CapacityChecks {
  /** Ten seconds may hold 1 % more than the rate: that is what a tenth of a second lets through. */
  private static final double BURST_SECONDS = 0.1;

  /** Part of the rate above one admission that a slow rate may save up, in seconds of it. */
  private static final double SLACK_SECONDS = 0.01;

  private CapacityChecks() {}

  /**
   * The most slots held at one instant. Ends go before admissions of the same millisecond: a slot
   * is given again at once.
   *
   * @param sampledMost the most that the service itself showed
   */
  static Finding slots(List<BuyerSession> places, int slots, long sampledMost) {
    record Change(Instant at, int by) {}
    List<Change> changes = new ArrayList<>();
    for (BuyerSession place : places) {
      place
          .admittedAt()
          .ifPresent(admitted -> {
            changes.add(new Change(admitted, 1));
            place.endedAt().ifPresent(ended -> changes.add(new Change(ended, -1)));
          });
    }
    changes.sort(Comparator.comparing(Change::at).thenComparingInt(Change::by));
    int held = 0;
    int most = 0;
    for (Change change : changes) {
      held += change.by();
      most = Math.max(most, held);
    }
    return new Finding(
        "Never more than %d slots".formatted(slots),
        "at most %d held at once; the service showed at most %d".formatted(most, sampledMost),
        most <= slots && sampledMost <= slots);
  }

  /**
   * The most that any stretch of time admitted above the rate, as a leaking bucket measures it: no
   * ten seconds exceed the rate by more than 1 % when it never holds more than a tenth of a second.
   */
  static Finding rate(List<BuyerSession> places, int rate) {
    List<Instant> admissions =
        places.stream().map(BuyerSession::admittedAt).flatMap(Optional::stream).sorted().toList();
    double allowed = Math.max(BURST_SECONDS * rate, 1 + SLACK_SECONDS * rate);
    double level = 0;
    double most = 0;
    Instant last = admissions.isEmpty() ? Instant.EPOCH : admissions.getFirst();
    for (Instant at : admissions) {
      double leaked = Duration.between(last, at).toMillis() / 1e3 * rate;
      level = Math.max(0, level - leaked) + 1;
      most = Math.max(most, level);
      last = at;
    }
    return new Finding(
        "Never faster than %d/s, 1 %% in ten seconds".formatted(rate),
        "%.1f above the rate at most, %.1f allowed; %s"
            .formatted(most, allowed, busiest(admissions)),
        most <= allowed + 1e-6);
  }

  private static String busiest(List<Instant> admissions) {
    int most = 0;
    int from = 0;
    for (int to = 0; to < admissions.size(); to++) {
      while (Duration.between(admissions.get(from), admissions.get(to)).toMillis() >= 10_000) {
        from++;
      }
      most = Math.max(most, to - from + 1);
    }
    return "%d in the busiest ten seconds".formatted(most);
  }
}
