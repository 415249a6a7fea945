package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisServer;
import java.util.Map;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** One redis-server with an append-only file, as its documentation recommends for durability. */
record SingleTopology(RedisServer redis) implements RedisTopology {
  static SingleTopology start() {
    return new SingleTopology(RedisServer.start("--appendonly", "yes"));
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("REDIS_ADDR", redis.address());
  }

  @Override
  public UnifiedJedis connect() {
    return RedisClient.create(redis.host(), redis.port());
  }

  @Override
  public void close() {
    redis.close();
  }
}
