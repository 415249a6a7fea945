package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Exchange.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every place that was granted is there, once, and nobody has two. */
final class SessionsAudit {
  private static final Set<Operation> JOINS = EnumSet.of(Operation.JOIN, Operation.JOIN_UNPROVEN);

  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  private SessionsAudit(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> of(Evidence evidence) {
    SessionsAudit audit = new SessionsAudit(evidence);
    audit.granted();
    audit.onePlaceEach();
    audit.noGaps();
    List<Finding> all = new ArrayList<>();
    boolean failover = evidence.fault().tolerance().lostWrites();
    audit.findings.forEach(finding -> all.add(failover ? finding.byFailover() : finding));
    all.addAll(atRest(evidence));
    return all;
  }

  /** What a join was answered must be what Redis holds. */
  private void granted() {
    Map<Long, String> owners = new HashMap<>();
    Set<Long> known = new HashSet<>();
    for (Exchange join : evidence.exchanges()) {
      if (JOINS.contains(join.operation()) && join.isSuccess()) {
        long ticket = BuyerSession.ticket(join.text("session_id"));
        known.add(ticket);
        String other = owners.putIfAbsent(ticket, join.user());
        if (other != null && !other.equals(join.user())) {
          findings.add(
              Finding.duplicated(
                  "ticket %d was given to %s and %s".formatted(ticket, other, join.user())));
        }
        BuyerSession place = evidence.room().places().get(ticket);
        if (place == null || !place.user().equals(join.user())) {
          findings.add(
              Finding.lost(
                  "Redis holds %s, not %s"
                      .formatted(evidence.room().describe(ticket), join.user())));
        }
      }
    }
    evidence.room().places().values().stream()
        .filter(place -> !known.contains(place.ticket()) && !wasGivenUp(place))
        .forEach(place ->
            findings.add(Finding.lost("nobody was told of the place %s".formatted(place))));
  }

  /**
   * Whether it comes of a join that was answered 503 and done all the same, before or after another
   * place of that user which they know: nobody came for it, and its lease gave it back.
   */
  private boolean wasGivenUp(BuyerSession place) {
    return evidence.room().places().values().stream()
            .anyMatch(other -> other.user().equals(place.user()) && !other.equals(place))
        && evidence.exchanges().stream()
            .anyMatch(exchange ->
                exchange.user().equals(place.user())
                    && JOINS.contains(exchange.operation())
                    && !exchange.isSuccess());
  }

  private void onePlaceEach() {
    Map<String, List<BuyerSession>> byUser =
        evidence.room().places().values().stream()
            .collect(Collectors.groupingBy(BuyerSession::user));
    byUser.forEach((user, places) -> {
      for (int i = 1; i < places.size(); i++) {
        if (places.get(i - 1).overlaps(places.get(i))) {
          findings.add(Finding.duplicated("%s had at the same time %s".formatted(user, places)));
        }
      }
    });
  }

  private void noGaps() {
    long missing = evidence.room().tickets() - evidence.room().places().size();
    if (missing != 0) {
      findings.add(Finding.lost("%d tickets have no place".formatted(missing)));
    }
  }

  /** In the end nobody is left over. */
  private static List<Finding> atRest(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    RoomState room = evidence.room();
    long left = room.queued() + room.processing() + room.activeUsers() + room.outbox();
    if (left > 0) {
      findings.add(
          Finding.lost(
              "not at rest: %d queued, %d slots, %d active users, %d events not delivered"
                  .formatted(room.queued(), room.processing(), room.activeUsers(), room.outbox())));
    }
    long unserved = evidence.members() - evidence.ended();
    if (unserved > 0) {
      findings.add(
          Finding.lost("%d of the crowd never saw the end of their place".formatted(unserved)));
    }
    return findings;
  }
}
