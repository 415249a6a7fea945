package io.waitroom.lab.faults;

import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** One who keeps counting the slots in use, straight from Redis. */
final class Sampler implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final UnifiedJedis redis;
  private final String key;
  private final Thread counter;
  private volatile boolean stopping;
  private volatile long most;

  private Sampler(UnifiedJedis redis, String event) {
    this.redis = redis;
    this.key = RoomState.prefix(event) + "processing";
    this.counter = Thread.ofPlatform().daemon().name("sampler").unstarted(this::count);
  }

  /** Counts from now on; the connection is its own, and closed with it. */
  static Sampler start(UnifiedJedis redis, String event) {
    Sampler sampler = new Sampler(redis, event);
    sampler.counter.start();
    return sampler;
  }

  /** The most slots ever seen in use. */
  long most() {
    return most;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      counter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.close();
  }

  private void count() {
    while (!stopping) {
      try {
        most = Math.max(most, redis.zcard(key));
      } catch (JedisException _) {
        // Redis is away: that is what is being tried.
      }
      Pause.of(INTERVAL);
    }
  }
}
