package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Strikes at the replicas. */
final class ReplicaStrikes {
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(3);
  private static final Duration START = Duration.ofSeconds(4);
  private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(30);
  private static final Duration REPLACEMENT = Duration.ofSeconds(5);
  private static final List<String> STOP_SEQUENCE =
      List.of(
          "stopping: readiness down",
          "stopping: HTTP drained",
          "stopping: consumers stopped",
          "stopping: producers closed",
          "stopped");

  private ReplicaStrikes() {}

  /** {@code kill -9} of one replica after another, every few seconds. */
  static void kill(Trial trial) {
    List<Replica> replicas = trial.deployment().replicas();
    for (int i = 0; i < trial.scale().kills(); i++) {
      trial.deployment().replaceKilled(replicas.get(i % replicas.size()));
      trial.healed();
      if (i + 1 < trial.scale().kills()) {
        Pause.of(BETWEEN_KILLS);
      }
    }
  }

  /** How long {@link #kill} takes. */
  static Duration killing(Scale scale) {
    return BETWEEN_KILLS.plus(START).multipliedBy(scale.kills());
  }

  /** SIGTERM under load, with a balancer that has not been told. */
  static void terminate(Trial trial) {
    List<Replica> replicas = trial.deployment().replicas();
    for (int i = 0; i < trial.scale().kills(); i++) {
      Replica replica = replicas.get(i % replicas.size());
      long start = System.nanoTime();
      int code = replica.process().terminate();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      trial.expect(code == 0, "SIGTERM ended with " + code);
      trial.expect(took.compareTo(TERMINATION_LIMIT) <= 0, "SIGTERM took " + took);
      trial.expect(
          isStopSequence(replica.process().output()),
          "not the sequence of a stop: " + replica.process().output());
      trial.deployment().begin(replica, Map.of());
      trial.healed();
    }
  }

  /** How long {@link #terminate} takes. */
  static Duration terminating(Scale scale) {
    return REPLACEMENT.multipliedBy(scale.kills());
  }

  private static boolean isStopSequence(List<String> log) {
    int step = 0;
    for (String line : log) {
      if (step < STOP_SEQUENCE.size() && line.contains(STOP_SEQUENCE.get(step))) {
        step++;
      }
    }
    return step == STOP_SEQUENCE.size();
  }

  /** All replicas are replaced one after another, as in a rolling update. */
  static void roll(Trial trial) {
    for (Replica replica : trial.deployment().replicas()) {
      int code = trial.deployment().replaceGently(replica, Map.of());
      trial.expect(code == 0, "SIGTERM ended with " + code);
      trial.healed();
    }
  }

  /** How long {@link #roll} takes. */
  static Duration rolling(Scale scale) {
    return REPLACEMENT.multipliedBy(FaultDeployment.REPLICAS);
  }
}
