package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisSentinel;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;

/** A primary and its replica, watched by a sentinel. */
record SentinelTopology(RedisSentinel sentinel) implements RedisTopology {
  @Override
  public Map<String, String> variables() {
    return Map.of(
        "REDIS_MODE",
        "sentinel",
        "REDIS_ADDR",
        sentinel.addresses(),
        "REDIS_SENTINEL_MASTER",
        sentinel.masterName());
  }

  @Override
  public UnifiedJedis connect() {
    return RedisSentinelClient.builder()
        .masterName(sentinel.masterName())
        .sentinels(Set.of(HostAndPort.from(sentinel.addresses())))
        .build();
  }

  @Override
  public void close() {
    sentinel.close();
  }
}
