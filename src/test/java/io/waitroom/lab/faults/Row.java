package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Finding.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One line of the report, and what led to it.
 *
 * @param refused answers 503
 * @param unanswered requests without an answer
 * @param unheard joins that were done and not answered
 * @param redelivered messages that came more than once, which is allowed
 * @param usual 99th percentile of the answers that granted something, ms
 * @param slowest 503, ms
 */
record Row(
    String fault,
    int requests,
    long tickets,
    List<Finding> findings,
    long refused,
    long unanswered,
    long unheard,
    long redelivered,
    long usual,
    long slowest,
    Recovery recovery) {
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(10);
  private static final int CANARY_CALLS = 4;

  /** Counted, and no failure: see src/docs/faults.md. */
  private static final Set<Kind> REPORTED_ONLY = EnumSet.of(Kind.FAILOVER_LOSS, Kind.STALE);

  static Row of(Evidence evidence, List<Finding> findings, Recovery recovery) {
    List<Exchange> exchanges = evidence.exchanges();
    return new Row(
        evidence.event(),
        exchanges.size(),
        evidence.room().tickets(),
        findings,
        exchanges.stream().filter(exchange -> exchange.status() == 503).count(),
        exchanges.stream().filter(Exchange::isUnanswered).count(),
        Audit.unheardJoins(evidence),
        EventsAudit.redelivered(evidence),
        percentile99(exchanges),
        exchanges.stream()
            .filter(exchange -> exchange.status() == 503)
            .mapToLong(Exchange::millis)
            .max()
            .orElse(0),
        recovery);
  }

  /** Of the answers that granted something, in ms; 0 when there are none. */
  static long percentile99(List<Exchange> exchanges) {
    long[] sorted =
        exchanges.stream()
            .filter(Exchange::isSuccess)
            .filter(exchange -> exchange.operation() != Exchange.Operation.STREAM)
            .mapToLong(Exchange::millis)
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length * 99 / 100];
  }

  /** How long a recovery may take: a canary makes several calls, and a busy machine slows each. */
  Duration recoveryLimit() {
    return RECOVERY_LIMIT.plusMillis(CANARY_CALLS * usual);
  }

  /** What breaks a promise of the service. */
  List<Finding> broken() {
    return findings.stream().filter(finding -> !REPORTED_ONLY.contains(finding.kind())).toList();
  }

  long count(Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }
}
