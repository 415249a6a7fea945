package io.waitroom.work;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks Redis twice a second whether it is there and takes writes, and tells {@link Health}. */
public final class RedisWatch {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Runnable ping;
  private final Health health;
  private final Ticker ticker;
  private @Nullable Loop loop;

  /**
   * @param ping throws when Redis does not answer, or refuses
   */
  public RedisWatch(Runnable ping, Health health, Ticker ticker) {
    this.ping = ping;
    this.health = health;
    this.ticker = ticker;
  }

  /** Starts to ask. */
  public void start() {
    loop = Loop.start("redis watch", this::ask, ticker);
  }

  /** Stops asking. */
  public void stop() {
    Loop current = loop;
    if (current != null) {
      current.stop();
      current.join(STOP_LIMIT);
    }
  }

  private Loop.Pause ask() {
    try {
      ping.run();
      health.healthy(Component.REDIS);
    } catch (RuntimeException e) {
      // Also a refusal that is none of those that pass: it does not serve us.
      health.unhealthy(Component.REDIS, String.valueOf(e.getMessage()));
    }
    return Loop.Pause.untilWoken(INTERVAL);
  }
}
