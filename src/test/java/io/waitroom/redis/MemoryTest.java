package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.RoomSettings;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What a waiter costs in Redis, all keys together, once the broker has acked the join. */
class MemoryTest {
  private static final int WAITERS = 100_000;
  private static final long MAX_BYTES_PER_WAITER = 350;

  private static long usedMemory(Jedis raw) {
    return raw.info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void waiter_costsAtMostTheBudget() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()));
        Jedis raw = redis.connect()) {
      fixture.open(
          new RoomSettings("", 1, 1, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15)));
      fixture.join("warm-up");
      long before = usedMemory(raw);
      for (int i = 0; i < WAITERS; i++) {
        fixture.join("user-%07d".formatted(i));
        if (i % 1_000 == 0) {
          acknowledgeEverything(fixture);
        }
      }
      acknowledgeEverything(fixture);
      long perWaiter = (usedMemory(raw) - before) / WAITERS;
      System.out.printf("Redis memory per waiter at %d: %d bytes%n", WAITERS, perWaiter);
      assertThat(perWaiter).isLessThanOrEqualTo(MAX_BYTES_PER_WAITER);
    }
  }

  private static void acknowledgeEverything(RedisFixture fixture) {
    List<String> ids;
    do {
      ids =
          fixture.outbox.claim(fixture.event, "test", Duration.ofSeconds(10), 1_000).stream()
              .map(entry -> entry.id())
              .toList();
      fixture.outbox.done(fixture.event, "test", ids);
    } while (!ids.isEmpty());
  }
}
