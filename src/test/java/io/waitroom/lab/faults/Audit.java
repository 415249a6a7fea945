package io.waitroom.lab.faults;

import java.util.List;
import java.util.stream.Stream;

/** All that is recomputed from the evidence. */
final class Audit {
  private Audit() {}

  static Stream<Finding> of(Evidence evidence) {
    return Stream.of(
            SessionsAudit.of(evidence),
            EventsAudit.of(evidence),
            OutcomesAudit.of(evidence),
            OrderAudit.of(evidence),
            CapacityAudit.of(evidence),
            AnswersAudit.of(evidence),
            silence(evidence))
        .flatMap(List::stream);
  }

  /** Joins that were done and whose answer was lost: only a replica that is killed may do that. */
  static long unheardJoins(Evidence evidence) {
    return evidence.byUser().values().stream().filter(Audit::wasUnheard).count();
  }

  private static List<Finding> silence(Evidence evidence) {
    long unheard = unheardJoins(evidence);
    long silent = evidence.exchanges().stream().filter(Exchange::isUnanswered).count();
    return switch (evidence.fault().tolerance().silence()) {
      case NEVER -> silent == 0 ? List.of() : List.of(wrong(silent, "requests got no answer"));
      case NOTHING_DONE ->
          unheard == 0 ? List.of() : List.of(wrong(unheard, "joins were done and not answered"));
      case ANY -> List.of();
    };
  }

  private static Finding wrong(long count, String what) {
    return Finding.wrong(count + " " + what);
  }

  /** The first answer is a repetition's: an attempt before it had been done without an answer. */
  private static boolean wasUnheard(List<Exchange> exchanges) {
    boolean silence = false;
    for (Exchange exchange : exchanges) {
      if (exchange.operation() == Exchange.Operation.JOIN) {
        if (exchange.isSuccess()) {
          return exchange.status() == 200 && silence;
        }
        silence |= exchange.isUnanswered();
      }
    }
    return false;
  }
}
