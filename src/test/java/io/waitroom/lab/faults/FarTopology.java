package io.waitroom.lab.faults;

import io.waitroom.testkit.SlowProxy;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/**
 * One redis-server at the far end of a line; observers stand beside it.
 *
 * @param line between the service and Redis
 * @param brokerLine between the service and the broker
 */
record FarTopology(SingleTopology ground, SlowProxy line, SlowProxy brokerLine)
    implements RedisTopology {
  /** With a line to a Redis of its own. */
  static FarTopology start(SlowProxy brokerLine) {
    SingleTopology ground = SingleTopology.start();
    return new FarTopology(ground, SlowProxy.to(ground.redis().port()), brokerLine);
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("REDIS_ADDR", line.address());
  }

  @Override
  public UnifiedJedis connect() {
    return ground.connect();
  }

  @Override
  public void close() {
    line.close();
    ground.close();
  }
}
