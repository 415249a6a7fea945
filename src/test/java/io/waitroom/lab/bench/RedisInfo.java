package io.waitroom.lab.bench;

import redis.clients.jedis.Jedis;

/** What a Redis server says of itself. */
final class RedisInfo {
  private RedisInfo() {}

  /**
   * How often it has read from a client: one command each of a client that waits for the answer.
   */
  static long reads(Jedis redis) {
    return number(redis, "stats", "total_reads_processed");
  }

  /** Bytes of memory in use. */
  static long usedBytes(Jedis redis) {
    return number(redis, "memory", "used_memory");
  }

  private static long number(Jedis redis, String section, String name) {
    String start = name + ":";
    return redis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> Long.parseLong(line.substring(start.length()).strip()))
        .findFirst()
        .orElseThrow();
  }
}
