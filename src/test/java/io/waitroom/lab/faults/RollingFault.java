package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.Map;

/** All replicas are replaced one after another, as in a deployment. */
final class RollingFault implements Fault {
  private static final Duration EACH = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "rolling-restart";
  }

  @Override
  public Duration lasts(Scale form) {
    return EACH.multipliedBy(3);
  }

  @Override
  public void strike(Trial trial) {
    for (Replica replica : trial.house().replicas()) {
      int code = trial.house().replaceGently(replica, Map.of());
      trial.expect(code == 0, "SIGTERM ended with " + code);
      trial.healed();
    }
  }

  @Override
  public Silence silence() {
    return Silence.NEVER;
  }
}
