package io.waitroom.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.ops.Metrics;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;

/** The Redis adapters on a real server, on a stepped clock or on the server's own; each fixture has its own event. */
final class RedisFixture implements AutoCloseable {
  static final RoomSettings SETTINGS =
      new RoomSettings(
          "Concert", 2, 1000, 1_000, Duration.ofHours(2), Duration.ofMinutes(15));
  static final ScriptSettings KEEP = new ScriptSettings(Duration.ofHours(24), 1_000_000, false);

  private static final AtomicInteger NEXT = new AtomicInteger();

  final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));
  final EventId event = new EventId("event-" + NEXT.incrementAndGet());
  final RedisConnection connection;
  final Scripts scripts;
  final RoomDirectory directory;
  final WaitingRoom room;
  final Outbox outbox;

  private RedisFixture(RedisSettings redis, ScriptSettings settings, boolean stepped) {
    connection = new RedisConnection(redis);
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    scripts =
        new Scripts(
            connection,
            settings,
            metrics,
            stepped ? Optional.<InstantSource>of(clock) : Optional.empty());
    RoomReader reader = new RoomReader(connection, scripts);
    directory = new RoomDirectory(reader);
    room = new RedisWaitingRoom(connection, scripts, reader, directory, metrics, Duration.ofMillis(20));
    outbox = new RedisOutbox(scripts);
  }

  /** On the shared server and a stepped clock. */
  static RedisFixture stepped() {
    return new RedisFixture(standalone(RedisServer.shared().address()), KEEP, true);
  }

  /** On the shared server and a stepped clock, with other limits. */
  static RedisFixture stepped(ScriptSettings settings) {
    return new RedisFixture(standalone(RedisServer.shared().address()), settings, true);
  }

  /** On the given Redis and its own clock. */
  static RedisFixture on(RedisSettings redis) {
    return new RedisFixture(redis, KEEP, false);
  }

  static RedisSettings standalone(String address) {
    return settings(RedisSettings.Mode.STANDALONE, List.of(address), Optional.empty());
  }

  static RedisSettings settings(
      RedisSettings.Mode mode, List<String> nodes, Optional<String> master) {
    return new RedisSettings(
        mode,
        nodes,
        master,
        Optional.empty(),
        Optional.empty(),
        0,
        false,
        16,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMillis(500));
  }

  /** Makes the fixture's room. */
  RedisFixture open(RoomSettings settings) {
    room.put(event, settings, Optional.empty());
    return this;
  }

  /** Joins a user without a key and expects a new place. */
  SessionRef join(String user) {
    return ((JoinResult.Joined) room.join(event, new UserId(user), Optional.empty())).ref();
  }

  /** Everything in the outbox, oldest first, without removing it. */
  List<RoomEvent> events() {
    return outbox.claim(event, "test", Duration.ofSeconds(1), 1_000).stream()
        .map(Outbox.Entry::event)
        .toList();
  }

  /** A raw connection, to look behind the scripts. */
  static Jedis raw() {
    return new Jedis(RedisServer.shared().host(), RedisServer.shared().port());
  }

  /** A key of the fixture's event. */
  String key(String name) {
    return "waitroom:{" + event + "}:" + name;
  }

  @Override
  public void close() {
    connection.close();
  }
}
