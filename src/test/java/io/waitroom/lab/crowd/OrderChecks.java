package io.waitroom.lab.crowd;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One place per person, and first come, first served. */
final class OrderChecks {
  private static final int EXAMPLES_MAX = 5;

  private OrderChecks() {}

  /**
   * One place per person at a time: another one only after the one before has ended.
   *
   * @param told owners of the places that Kafka knows, by session id
   */
  static Finding onePlacePerPerson(List<BuyerSession> places, Map<String, String> told) {
    Map<String, List<BuyerSession>> byUser =
        places.stream()
            .sorted(Comparator.comparingLong(BuyerSession::ticket))
            .collect(Collectors.groupingBy(place -> place.visit().user()));
    long doubled = byUser.values().stream().filter(OrderChecks::overlap).count();
    Set<String> known =
        places.stream()
            .flatMap(place -> place.visit().sessionIds().stream())
            .collect(Collectors.toSet());
    long unseen = told.keySet().stream().filter(id -> !known.contains(id)).count();
    return new Finding(
        "One place per person at a time",
        "%d people, %d places, %d people with two at once, %d places that only Kafka knows"
            .formatted(byUser.size(), places.size(), doubled, unseen),
        doubled == 0 && unseen == 0);
  }

  private static boolean overlap(List<BuyerSession> places) {
    for (int i = 1; i < places.size(); i++) {
      Instant next = places.get(i).queuedAt();
      if (places.get(i - 1).endedAt().map(ended -> ended.isAfter(next)).orElse(true)) {
        return true;
      }
    }
    return places.stream().anyMatch(place -> place.visit().sessionIds().size() > 1);
  }

  /** Who came first is admitted first; within a millisecond nobody can tell. */
  static Finding strictOrder(List<BuyerSession> places) {
    List<BuyerSession> admitted =
        places.stream()
            .filter(place -> place.admittedAt().isPresent())
            .sorted(Comparator.comparingLong(BuyerSession::ticket))
            .toList();
    long inversions = 0;
    Instant latest = Instant.MIN;
    for (BuyerSession place : admitted) {
      Instant at = place.admittedAt().orElseThrow();
      if (at.isBefore(latest)) {
        inversions++;
      } else {
        latest = at;
      }
    }
    List<String> worsenings =
        places.stream().flatMap(place -> place.visit().worsenings().stream()).toList();
    return new Finding(
        "First come, first served",
        "%d admissions, %d out of order; %d times a position got worse%s"
            .formatted(admitted.size(), inversions, worsenings.size(), examples(worsenings)),
        inversions == 0 && worsenings.isEmpty());
  }

  private static String examples(List<String> all) {
    return all.isEmpty()
        ? ""
        : all.stream().limit(EXAMPLES_MAX).collect(Collectors.joining("; ", " (", ")"));
  }
}
