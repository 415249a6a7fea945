package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.lab.crowd.Told.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nothing lost, nothing made up, and every place comes to its end. */
final class DeliveryChecks {
  private static final Set<String> ENDINGS =
      Set.of("completed", "failed", "expired", "abandoned", "evicted");

  private DeliveryChecks() {}

  /** What the company must have been told of each place, by what its owner saw. */
  static Map<String, List<Kind>> expected(Collection<BuyerVisit> visits) {
    Map<String, List<Kind>> expected = new HashMap<>();
    for (BuyerVisit visit : visits) {
      if (visit.hasPlace()) {
        expected.put(visit.sessionId(), expected(visit));
      }
    }
    return expected;
  }

  private static List<Kind> expected(BuyerVisit visit) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.JOINED));
    boolean reported = Set.of("completed", "failed").contains(visit.status());
    // Nobody waits longer than a session may, so what has expired was a lease.
    if (reported || visit.admittedAt().isPresent() || visit.status().equals("expired")) {
      kinds.add(Kind.READY);
    }
    if (Set.of("expired", "abandoned", "evicted").contains(visit.status())) {
      kinds.add(Kind.LEFT);
    }
    return kinds;
  }

  /** Every event reached its topic. */
  static Finding nothingLost(Collection<BuyerVisit> visits, Map<String, Told> ledger) {
    long expected = 0;
    long lost = 0;
    Told nothing = new Told();
    for (Map.Entry<String, List<Kind>> place : expected(visits).entrySet()) {
      Told told = ledger.getOrDefault(place.getKey(), nothing);
      expected += place.getValue().size();
      lost += place.getValue().stream().filter(kind -> !told.has(kind)).count();
    }
    int again = ledger.values().stream().mapToInt(Told::again).sum();
    return new Finding(
        "No event is lost",
        "%d expected, %d missing, %d delivered more than once (allowed)"
            .formatted(expected, lost, again),
        lost == 0);
  }

  /** No event of a place that nobody has, no two stories of one place. */
  static Finding nothingMadeUp(Collection<BuyerVisit> visits, Map<String, Told> ledger) {
    Map<String, List<Kind>> known = expected(visits);
    long strangers = ledger.keySet().stream().filter(id -> !known.containsKey(id)).count();
    int contradictions = ledger.values().stream().mapToInt(Told::contradictions).sum();
    return new Finding(
        "No event is made up",
        "%d of places that nobody has, %d that contradict another"
            .formatted(strangers, contradictions),
        strangers == 0 && contradictions == 0);
  }

  /** What the shop reported is what the place became. */
  static Finding outcomesCount(List<BuyerSession> places) {
    long reports = places.stream().filter(place -> place.visit().reported().isPresent()).count();
    long ignored = places.stream().filter(place -> !isObeyed(place)).count();
    return new Finding(
        "Every outcome counts",
        "%d reported, %d without effect".formatted(reports, ignored),
        ignored == 0);
  }

  /** A failure that is reported after the lease had run out tells nothing new. */
  private static boolean isObeyed(BuyerSession place) {
    Optional<Ending> reported = place.visit().reported();
    String status = place.visit().status();
    return switch (reported.orElse(Ending.LEAVES)) {
      case COMPLETES -> status.equals("completed");
      case FAILS -> status.equals("failed") || status.equals("expired");
      case LEAVES -> true;
    };
  }

  /** Nobody is left behind in the queue or on a slot. */
  static Finding everyPlaceEnds(List<BuyerSession> places, int people) {
    long open = places.stream().filter(place -> !ENDINGS.contains(place.visit().status())).count();
    long endless =
        places.stream()
            .filter(place -> place.endedAt().map(place.queuedAt()::isAfter).orElse(true))
            .count();
    long owners = places.stream().map(place -> place.visit().user()).distinct().count();
    return new Finding(
        "Every place comes to its end",
        "%d people, %d places, %d still open, %d without a believable end"
            .formatted(people, places.size(), open, endless),
        open == 0 && endless == 0 && owners == people);
  }

  /** Every call got an answer that the contract names. */
  static Finding everyCallAnswered(Tally tally) {
    long calls = tally.answers().values().stream().mapToLong(Long::longValue).sum();
    long complaints = tally.complaints().values().stream().mapToLong(Long::longValue).sum();
    return new Finding(
        "Every call is answered as documented",
        "%d calls, %d complaints".formatted(calls, complaints),
        complaints == 0);
  }
}
