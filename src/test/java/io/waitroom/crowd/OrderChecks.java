package io.waitroom.crowd;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One place per person, and first come, first served. */
final class OrderChecks {
  private OrderChecks() {}

  /** One place per person, whatever they try; {@code told} are the ids that Kafka knows. */
  static Finding onePlacePerPerson(Collection<Visit> visits, Map<String, String> told) {
    Map<String, Set<String>> idsByUser = new HashMap<>();
    visits.forEach(visit ->
        idsByUser
            .computeIfAbsent(visit.user(), user -> new HashSet<>())
            .addAll(visit.sessionIds()));
    told.forEach((id, user) -> idsByUser.computeIfAbsent(user, key -> new HashSet<>()).add(id));
    long doubled = idsByUser.values().stream().filter(ids -> ids.size() > 1).count();
    long places = idsByUser.values().stream().mapToLong(Set::size).sum();
    return new Finding(
        "One place per person",
        "%d people, %d places, %d people with more than one"
            .formatted(idsByUser.size(), places, doubled),
        doubled == 0);
  }

  /** Who came first is admitted first; within a millisecond nobody can tell. */
  static Finding strictOrder(List<Place> places) {
    List<Place> admitted =
        places.stream()
            .filter(place -> place.admittedAt().isPresent())
            .sorted(Comparator.comparingLong(Place::ticket))
            .toList();
    long inversions = 0;
    Instant latest = Instant.MIN;
    for (Place place : admitted) {
      Instant at = place.admittedAt().orElseThrow();
      if (at.isBefore(latest)) {
        inversions++;
      } else {
        latest = at;
      }
    }
    long worsenings = places.stream().mapToLong(place -> place.visit().worsenings()).sum();
    return new Finding(
        "First come, first served",
        "%d admissions, %d out of order; %d times a position got worse"
            .formatted(admitted.size(), inversions, worsenings),
        inversions == 0 && worsenings == 0);
  }
}
