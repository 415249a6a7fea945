package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisCluster;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;

/** Redis Cluster. */
record ClusterTopology(RedisCluster cluster) implements RedisTopology {
  @Override
  public Map<String, String> variables() {
    return Map.of("REDIS_MODE", "cluster", "REDIS_ADDR", cluster.addresses());
  }

  @Override
  public UnifiedJedis connect() {
    return RedisClusterClient.builder()
        .nodes(
            Arrays.stream(cluster.addresses().split(",", -1))
                .map(HostAndPort::from)
                .collect(Collectors.toSet()))
        .build();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
