package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** SIGTERM under load, with a balancer that has not been told. */
final class TerminateFault implements Fault {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration EACH = Duration.ofSeconds(5);
  private static final List<String> SEQUENCE =
      List.of(
          "stopping: readiness down",
          "stopping: HTTP drained",
          "stopping: consumers stopped",
          "stopping: producers closed",
          "stopped");

  @Override
  public String name() {
    return "sigterm";
  }

  @Override
  public Duration lasts(Scale form) {
    return EACH.multipliedBy(form.kills());
  }

  @Override
  public void strike(Trial trial) {
    List<Replica> replicas = trial.house().replicas();
    for (int i = 0; i < trial.form().kills(); i++) {
      Replica replica = replicas.get(i % replicas.size());
      long start = System.nanoTime();
      int code = replica.process().terminate();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      trial.expect(code == 0, "SIGTERM ended with " + code);
      trial.expect(took.compareTo(LIMIT) <= 0, "SIGTERM took " + took);
      trial.expect(
          isInSequence(replica.process().output()),
          "not the sequence of a stop: " + replica.process().output());
      trial.house().begin(replica, Map.of());
      trial.healed();
    }
  }

  private static boolean isInSequence(List<String> log) {
    int step = 0;
    for (String line : log) {
      if (step < SEQUENCE.size() && line.contains(SEQUENCE.get(step))) {
        step++;
      }
    }
    return step == SEQUENCE.size();
  }
}
