package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisServer;
import java.time.Duration;

/** Redis is killed and started again, some time later, with its append-only file. */
final class RedisKilledFault implements Fault {
  @Override
  public String name() {
    return "redis-killed";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    RedisServer redis = ((SingleTopology) trial.house().ground()).redis();
    redis.kill();
    Pause.of(trial.form().outage());
    redis.restart();
    trial.healed();
  }
}
