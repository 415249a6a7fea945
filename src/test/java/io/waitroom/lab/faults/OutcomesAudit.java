package io.waitroom.lab.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every outcome that the broker took from the shop was applied; none was made up. */
final class OutcomesAudit {
  private OutcomesAudit() {}

  static List<Finding> of(Evidence evidence) {
    Map<Long, Set<String>> reported =
        evidence.reports().stream()
            .collect(
                Collectors.groupingBy(
                    report -> BuyerSession.ticket(report.sessionId()),
                    Collectors.mapping(
                        report -> report.kind().toLowerCase(Locale.ROOT), Collectors.toSet())));
    List<Finding> findings = new ArrayList<>();
    for (BuyerSession place : evidence.room().places().values()) {
      Set<String> outcomes = reported.getOrDefault(place.ticket(), Set.of());
      if (place.reason().equals("reported") && !outcomes.contains(place.status())) {
        findings.add(Finding.duplicated("nobody reported %s".formatted(place)));
      }
      // A lease that ran out before the outcome was read ends a checkout; only a completed one
      // counts after that.
      boolean heard =
          outcomes.isEmpty()
              || place.reason().equals("reported")
              || !place.wasAdmitted()
              || place.reason().equals("user_left")
              || (place.reason().equals("expired") && !outcomes.contains("completed"));
      if (!heard) {
        findings.add(Finding.lost("reported as %s, Redis holds %s".formatted(outcomes, place)));
      }
    }
    return evidence.fault().tolerance().lostWrites()
        ? findings.stream().map(Finding::byFailover).toList()
        : findings;
  }
}
