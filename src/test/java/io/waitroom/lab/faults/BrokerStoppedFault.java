package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.Map;

/** The broker is away, and a replica that is started meanwhile finds none. */
final class BrokerStoppedFault implements Fault {
  @Override
  public String name() {
    return "broker-stopped";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.brokerOutage();
  }

  @Override
  public void strike(Trial trial) {
    FaultDeployment house = trial.house();
    house.broker().stop();
    try {
      long back = System.nanoTime() + trial.form().brokerOutage().toNanos();
      if (trial.form().isFull()) { // a start takes longer than a short outage
        int code = house.replaceGently(house.replicas().getFirst(), Map.of());
        trial.expect(code == 0, "a stop without a broker ended with " + code);
      }
      Pause.of(Duration.ofNanos(Math.max(0, back - System.nanoTime())));
    } finally {
      house.broker().restart();
    }
    trial.healed();
  }
}
