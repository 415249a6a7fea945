package io.waitroom.lab.faults;

import io.waitroom.testkit.SlowProxy;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/**
 * One redis-server behind a slow network; observers stand beside it.
 *
 * @param redisProxy between the service and Redis
 * @param brokerProxy between the service and the broker
 */
record FarTopology(SingleTopology topology, SlowProxy redisProxy, SlowProxy brokerProxy)
    implements RedisTopology {
  /** With a Redis of its own. */
  static FarTopology start(SlowProxy brokerProxy) {
    SingleTopology topology = SingleTopology.start();
    return new FarTopology(topology, SlowProxy.to(topology.redis().port()), brokerProxy);
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("REDIS_ADDR", redisProxy.address());
  }

  @Override
  public UnifiedJedis connect() {
    return topology.connect();
  }

  @Override
  public void close() {
    redisProxy.close();
    topology.close();
  }
}
