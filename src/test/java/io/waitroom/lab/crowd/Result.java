package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Observer.Look;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Everything a report tells.
 *
 * @param options what was asked for
 * @param findings one for each promise
 * @param places all of them, by ticket
 * @param looks the event as it went
 * @param tally deeds, answers and times
 */
record Result(
    CrowdOptions options,
    List<Finding> findings,
    List<BuyerSession> places,
    List<Look> looks,
    Tally tally) {
  Result {
    findings = List.copyOf(findings);
    places = places.stream().sorted(Comparator.comparingLong(BuyerSession::ticket)).toList();
    looks = List.copyOf(looks);
  }

  /** Whether every promise was kept. */
  boolean isKept() {
    return findings.stream().allMatch(Finding::kept);
  }

  /** When the first place was taken. */
  Instant start() {
    return places.stream()
        .map(BuyerSession::queuedAt)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /** Seconds from the first place on. */
  double seconds(Instant at) {
    return Duration.between(start(), at).toNanos() / 1e9;
  }

  /** Seconds waited by those who were admitted, shortest first. */
  double[] waits() {
    return places.stream()
        .flatMap(place -> place.waited().stream())
        .mapToDouble(wait -> wait.toNanos() / 1e9)
        .sorted()
        .toArray();
  }

  /** The value below which so many of a hundred lie; 0 when there are none. */
  static double percentile(double[] sorted, double percentile) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(percentile / 100 * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)];
  }
}
