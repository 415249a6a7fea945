package io.waitroom.lab.faults;

import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.UnifiedJedis;

/** Redis takes nothing more: {@code maxmemory} is reached, and it may evict nothing. */
final class FullRedis implements FaultCase.Strike {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public void run(Trial trial) {
    limit(trial.deployment(), "1mb");
    try (UnifiedJedis redis = trial.deployment().topology().connect()) {
      Pause.of(trial.scale().outage());
      String prefix = RoomState.prefix(trial.scene().event());
      // Admissions and delivered events make room.
      trial.expectSoon(
          "the queue moves while Redis is full", LIMIT, () -> redis.zcard(prefix + "queue") == 0);
      trial.expectSoon(
          "events are delivered while Redis is full",
          LIMIT,
          () -> redis.xlen(prefix + "outbox") == 0);
    }
    limit(trial.deployment(), "0");
    trial.healed();
  }

  @Override
  public void tidy(FaultDeployment deployment) {
    limit(deployment, "0");
  }

  private static void limit(FaultDeployment deployment, String maxMemory) {
    try (Jedis jedis = RedisStrikes.single(deployment).connect()) {
      jedis.configSet("maxmemory-policy", "noeviction");
      jedis.configSet("maxmemory", maxMemory);
    }
  }
}
