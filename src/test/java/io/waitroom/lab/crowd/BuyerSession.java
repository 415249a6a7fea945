package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Told.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place from its beginning to its end, by the service's own clock: what its owner saw, and what
 * the company was told where that is known.
 *
 * @param visit its owner
 * @param told what the company was told; null where Kafka was not watched or said nothing
 * @param queuedAt when it was taken
 * @param admittedAt when it got a slot; empty when it never did or nobody saw it
 * @param endedAt when it ended; empty when it has not
 */
record BuyerSession(
    BuyerVisit visit,
    @Nullable Told told,
    Instant queuedAt,
    Optional<Instant> admittedAt,
    Optional<Instant> endedAt) {
  /** Of one who got a place. */
  static BuyerSession of(BuyerVisit visit, Map<String, Told> ledger) {
    Told told = ledger.get(visit.sessionId());
    return new BuyerSession(
        visit,
        told,
        visit.queuedAt().orElseThrow(),
        visit.admittedAt().or(() -> told == null ? Optional.empty() : told.at(Kind.READY)),
        visit.endedAt());
  }

  long ticket() {
    return visit.ticket();
  }

  /** From the join to the admission. */
  Optional<Duration> waited() {
    return admittedAt.map(at -> Duration.between(queuedAt, at));
  }
}
