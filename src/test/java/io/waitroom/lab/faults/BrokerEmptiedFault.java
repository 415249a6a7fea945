package io.waitroom.lab.faults;

import java.time.Duration;

/** The broker comes back with nothing in the topics that the service writes. */
final class BrokerEmptiedFault implements Fault {
  @Override
  public String name() {
    return "broker-emptied";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    FaultDeployment house = trial.house();
    house.broker().stop();
    try {
      Pause.of(trial.form().outage());
      // What was delivered and is lost with the disk is no fault of the service.
      house.archive(Segments.take(house.broker().partitions(), house.topics().outgoing()));
    } finally {
      house.broker().restart();
    }
    trial.healed();
  }
}
