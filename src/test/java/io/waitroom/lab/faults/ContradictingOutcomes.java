package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Outcomes that come twice, too early, too late and in contradiction: all true enough to be read,
 * and at most one of a session's may count.
 */
final class ContradictingOutcomes {
  private static final Duration ROUND = Duration.ofMillis(250);

  /** What is reported of a session when it is seen in this state. */
  private static final Map<String, List<String>> MEDDLING =
      Map.of(
          "queued", List.of("FAILED", "EXPIRED"),
          "admitted", List.of("COMPLETED", "COMPLETED", "FAILED"),
          "completed", List.of("FAILED", "COMPLETED", "EXPIRED"),
          "failed", List.of("EXPIRED", "FAILED"),
          "abandoned", List.of("COMPLETED"),
          "expired", List.of("COMPLETED", "FAILED", "COMPLETED"));

  private ContradictingOutcomes() {}

  /** Reports them, as long as the outage of another fault lasts. */
  static void report(Trial trial) {
    Scene scene = trial.scene();
    Set<String> done = ConcurrentHashMap.newKeySet();
    long end = System.nanoTime() + trial.scale().outage().plus(trial.scale().lease()).toNanos();
    while (System.nanoTime() - end < 0) {
      for (Exchange exchange : scene.journal().exchanges()) {
        String status = exchange.text("status");
        String id = exchange.text("session_id");
        if (exchange.isSuccess() && MEDDLING.containsKey(status) && done.add(id + status)) {
          MEDDLING.get(status).forEach(kind -> scene.report(id, exchange.user(), kind));
        }
      }
      Pause.of(ROUND);
    }
    trial.healed();
  }
}
