package io.waitroom.lab.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every change of a place was told to the company, as it was, and nothing else. */
final class EventsAudit {
  private static final Set<String> TOLD_REASONS =
      Set.of("user_left", "timeout", "expired", "evicted");

  private final Evidence evidence;
  private final Map<Long, List<Message>> joined;
  private final Map<Long, List<Message>> ready;
  private final Map<Long, List<Message>> left;
  private final List<Finding> findings = new ArrayList<>();

  private EventsAudit(Evidence evidence) {
    this.evidence = evidence;
    this.joined = evidence.told("QUEUE_JOINED");
    this.ready = evidence.told("QUEUE_READY");
    this.left = evidence.told("QUEUE_LEFT");
  }

  static List<Finding> of(Evidence evidence) {
    EventsAudit audit = new EventsAudit(evidence);
    audit.sameIdSameEvent();
    evidence.room().places().values().forEach(audit::told);
    for (Message message : evidence.messages()) {
      if (!evidence.room().places().containsKey(message.ticket())) {
        audit.findings.add(
            Finding.duplicated("told of a place that is not there: %s".formatted(message)));
      }
    }
    return evidence.fault().tolerance().lostWrites()
        ? audit.findings.stream().map(Finding::byFailover).toList()
        : audit.findings;
  }

  /** How many messages were delivered again, which is allowed. */
  static long redelivered(Evidence evidence) {
    return evidence.messages().size()
        - evidence.messages().stream().map(Message::id).distinct().count();
  }

  private void sameIdSameEvent() {
    Map<String, Message> first = new HashMap<>();
    for (Message message : evidence.messages()) {
      Message same = first.putIfAbsent(message.id(), message);
      if (same != null && !same.value().equals(message.value())) {
        findings.add(
            Finding.duplicated("one message-id, two events: %s %s".formatted(same, message)));
      }
    }
  }

  private void told(BuyerSession place) {
    List<Message> joins = joined.getOrDefault(place.ticket(), List.of());
    List<Message> admissions = ready.getOrDefault(place.ticket(), List.of());
    List<Message> ends = left.getOrDefault(place.ticket(), List.of());
    if (joins.stream().noneMatch(message -> isAbout(place, message, "joined_at", place.joined()))) {
      findings.add(Finding.lost("no QUEUE_JOINED of %s".formatted(place)));
    }
    boolean admissionTold =
        admissions.stream()
            .anyMatch(message -> isAbout(place, message, "admitted_at", place.admitted()));
    if (place.wasAdmitted() && !admissionTold) {
      findings.add(Finding.lost("no QUEUE_READY of %s".formatted(place)));
    }
    if (!place.wasAdmitted() && !admissions.isEmpty()) {
      findings.add(Finding.duplicated("QUEUE_READY of one never admitted: %s".formatted(place)));
    }
    boolean endTold =
        ends.stream()
            .anyMatch(message ->
                isAbout(place, message, "left_at", place.ended())
                    && message.text("reason").equals(place.reason()));
    if (TOLD_REASONS.contains(place.reason()) && !endTold) {
      findings.add(Finding.lost("no QUEUE_LEFT of %s".formatted(place)));
    }
    boolean completedLate =
        place.status().equals("completed")
            && ends.stream().allMatch(message -> message.text("reason").equals("expired"));
    if (place.reason().equals("reported") && !ends.isEmpty() && !completedLate) {
      findings.add(
          Finding.duplicated("QUEUE_LEFT of one whose end was reported: %s".formatted(place)));
    }
    inOrder(place, joins, admissions, ends);
  }

  /** A later event is sent only when the one before has been taken by the broker. */
  private void inOrder(
      BuyerSession place, List<Message> joins, List<Message> ready, List<Message> ends) {
    if (evidence.fault().tolerance().skewedClocks()) {
      return; // the only clock in a message's timestamp is the sender's
    }
    long last = 0;
    for (List<Message> step : List.of(joins, ready, ends)) {
      long first = step.stream().mapToLong(Message::sentAt).min().orElse(last);
      if (first < last) {
        findings.add(Finding.inverted("events of %s were sent out of order".formatted(place)));
      }
      last = first;
    }
  }

  private static boolean isAbout(BuyerSession place, Message message, String timeName, long time) {
    return message.text("user_id").equals(place.user()) && message.time(timeName) == time;
  }
}
