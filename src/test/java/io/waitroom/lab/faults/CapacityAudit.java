package io.waitroom.lab.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Never more slots than there are, never faster than the rate. */
final class CapacityAudit {
  private static final double BURST = 0.1;

  private CapacityAudit() {}

  static List<Finding> of(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    slots(evidence, findings);
    long[] admissions =
        evidence.room().places().values().stream()
            .filter(BuyerSession::wasAdmitted)
            .mapToLong(BuyerSession::admitted)
            .sorted()
            .toArray();
    int rate = evidence.scale().rate();
    rate(admissions, 10_000, rate * 10 * 1.01 + 1, findings);
    rate(admissions, 1_000, rate * (1 + BURST) + 1, findings);
    return findings;
  }

  /**
   * From admission to end, every place holds a slot. A slot whose lease ran out is free from then
   * on, whenever that was noticed.
   */
  private static void slots(Evidence evidence, List<Finding> findings) {
    record Step(long at, int change) {}
    List<Step> steps = new ArrayList<>();
    for (BuyerSession place : evidence.room().places().values()) {
      if (place.wasAdmitted()) {
        steps.add(new Step(place.admitted(), 1));
        steps.add(new Step(place.ended(), -1));
      }
    }
    // In one and the same ms slots come back before they are given.
    steps.sort(Comparator.comparingLong(Step::at).thenComparingInt(Step::change));
    int held = 0;
    int most = 0;
    for (Step step : steps) {
      held += step.change();
      most = Math.max(most, held);
    }
    int slots = evidence.scale().slots();
    if (most > slots || evidence.mostSlots() > slots) {
      findings.add(
          Finding.overAdmitted(
              "%d of %d slots by the records, %d seen in Redis"
                  .formatted(most, slots, evidence.mostSlots())));
    }
  }

  private static void rate(long[] sorted, long windowMs, double most, List<Finding> findings) {
    int first = 0;
    for (int last = 0; last < sorted.length; last++) {
      while (sorted[last] - sorted[first] >= windowMs) {
        first++;
      }
      int count = last - first + 1;
      if (count > most) {
        findings.add(
            Finding.overAdmitted("%d within %d ms, at most %.0f".formatted(count, windowMs, most)));
        return;
      }
    }
  }
}
