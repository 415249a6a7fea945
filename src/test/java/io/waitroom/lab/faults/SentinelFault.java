package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisSentinel;
import java.time.Duration;

/** The primary is killed; the sentinel makes its replica the new one. */
final class SentinelFault implements Fault {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "sentinel-failover";
  }

  @Override
  public FaultDeployment.Kind needs() {
    return FaultDeployment.Kind.SENTINEL;
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    RedisSentinel sentinel = ((SentinelTopology) trial.house().ground()).sentinel();
    int before = sentinel.primary().port();
    Pause.of(trial.form().outage().dividedBy(2));
    sentinel.primary().kill();
    trial.expectSoon("another primary", LIMIT, () -> sentinel.currentPrimary().getPort() != before);
    trial.healed();
  }

  @Override
  public boolean losesAcknowledgedWrites() {
    return true;
  }
}
