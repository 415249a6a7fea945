package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

/** Redis takes nothing more: {@code maxmemory} is reached, and it may evict nothing. */
final class RedisFullFault implements Fault {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "redis-full";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    limit(trial.house(), "1mb");
    try (UnifiedJedis redis = trial.house().ground().connect()) {
      Pause.of(trial.form().outage());
      String prefix = RoomState.prefix(name());
      // Those who wait are let in, and what was taken in before is told: that makes room.
      trial.expectSoon(
          "the queue moves while Redis is full", LIMIT, () -> redis.zcard(prefix + "queue") == 0);
      trial.expectSoon(
          "events are delivered while Redis is full",
          LIMIT,
          () -> redis.xlen(prefix + "outbox") == 0);
    }
    limit(trial.house(), "0");
    trial.healed();
  }

  @Override
  public void tidy(FaultDeployment house) {
    limit(house, "0");
  }

  private static void limit(FaultDeployment house, String maxMemory) {
    RedisServer redis = ((SingleTopology) house.ground()).redis();
    try (Jedis jedis = redis.connect()) {
      jedis.configSet("maxmemory-policy", "noeviction");
      jedis.configSet("maxmemory", maxMemory);
    }
  }
}
