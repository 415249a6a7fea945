package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.Map;

/** Strikes at the broker. */
final class BrokerStrikes {
  private BrokerStrikes() {}

  /** The broker is away, and a replica that is started meanwhile finds none. */
  static void stop(Trial trial) {
    FaultDeployment deployment = trial.deployment();
    deployment.broker().stop();
    try {
      long back = System.nanoTime() + trial.scale().brokerOutage().toNanos();
      if (trial.scale().isFull()) { // a start takes longer than a short outage
        int code = deployment.replaceGently(deployment.replicas().getFirst(), Map.of());
        trial.expect(code == 0, "a stop without a broker ended with " + code);
      }
      Pause.of(Duration.ofNanos(Math.max(0, back - System.nanoTime())));
    } finally {
      deployment.broker().restart();
    }
    trial.healed();
  }

  /** The broker comes back with nothing in the topics that the service writes. */
  static void empty(Trial trial) {
    FaultDeployment deployment = trial.deployment();
    deployment.broker().stop();
    try {
      Pause.of(trial.scale().outage());
      // What was delivered and is lost with the disk is no fault of the service.
      deployment.archive(
          Segments.take(deployment.broker().partitions(), deployment.topics().outgoing()));
    } finally {
      deployment.broker().restart();
    }
    trial.healed();
  }
}
