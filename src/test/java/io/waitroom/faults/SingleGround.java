package io.waitroom.faults;

import io.waitroom.testkit.RedisServer;
import java.util.Map;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** One redis-server with an append-only file, as its documentation recommends for durability. */
record SingleGround(RedisServer redis) implements Ground {
  static SingleGround start() {
    return new SingleGround(RedisServer.start("--appendonly", "yes"));
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
