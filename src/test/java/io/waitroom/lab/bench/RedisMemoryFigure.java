package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RedisFixture;
import io.waitroom.redis.RoomFiller;
import io.waitroom.room.RoomSettings;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** What a waiter costs in Redis, all keys together, when the broker knows of everybody. */
final class RedisMemoryFigure implements Figure {
  private static final int WAITERS = 1_000_000;
  private static final RoomSettings ROOM =
      new RoomSettings("", 1, 1, 2L * WAITERS, Duration.ofHours(2), Duration.ofMinutes(15));

  @Override
  public String name() {
    return "redis-memory";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) {
    int waiters = lab.effort().people(WAITERS);
    List<Round> rounds = new ArrayList<>();
    try (RedisServer server = RedisServer.start();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(server.address()));
        Jedis redis = server.connect()) {
      fixture.open(ROOM);
      try (RoomFiller filler = new RoomFiller(server, fixture.event.value())) {
        filler.fillAndTell(1);
        long before = RedisInfo.usedBytes(redis);
        filler.fillAndTell(waiters);
        rounds.add(Round.alone((RedisInfo.usedBytes(redis) - before) / (double) waiters));
      }
    }
    return List.of(
        new Row(
            "Redis memory per waiter at %,d".formatted(waiters),
            "bytes",
            rounds,
            "",
            Goal.atMost(350),
            "one fill; it does not vary"));
  }
}
