package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisServer;
import java.time.Duration;

/** Redis keeps its connections and answers nothing for a while. */
final class RedisFrozenFault implements Fault {
  @Override
  public String name() {
    return "redis-frozen";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    RedisServer redis = ((SingleTopology) trial.house().ground()).redis();
    redis.freeze();
    try {
      Pause.of(trial.form().outage());
    } finally {
      redis.thaw();
    }
    trial.healed();
  }
}
