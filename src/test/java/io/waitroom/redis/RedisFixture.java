package io.waitroom.redis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.ops.Metrics;
import io.waitroom.redis.board.PositionBoards;
import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.testkit.RedisSentinel;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.TestOutbox;
import io.waitroom.testkit.TestWaitingRoom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;

/**
 * The Redis adapters on a real server, on a stepped clock or on the server's own; each fixture has
 * its own event.
 */
public final class RedisFixture implements AutoCloseable {
  /** Two slots, and a rate that is never the limit. */
  public static final RoomSettings SETTINGS =
      new RoomSettings("Concert", 2, 1000, 1_000, Duration.ofHours(2), Duration.ofMinutes(15));

  public static final String KEY_ID = "k1";

  /** What the service has by default. */
  public static final ScriptSettings KEEP =
      new ScriptSettings(Duration.ofHours(24), 1_000_000, false);

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POOL_TIMEOUT = Duration.ofMillis(500);

  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Of a stepped fixture. */
  public final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));

  /** An event of its own. */
  public final EventId event = new EventId("event-" + NEXT.incrementAndGet());

  public final RedisConnection connection;
  public final Scripts scripts;
  public final RoomDirectory directory;
  public final RoomReader reader;

  /** The rooms. */
  public final TestWaitingRoom room;

  /** What the broker has not acked. */
  public final TestOutbox outbox;

  private RedisFixture(RedisSettings redis, ScriptSettings settings, boolean stepped) {
    connection = new RedisConnection(redis);
    scripts =
        new Scripts(
            connection,
            settings,
            new Metrics(new SimpleMeterRegistry()),
            stepped ? Optional.<InstantSource>of(clock) : Optional.empty());
    reader = new RoomReader(connection, scripts);
    directory =
        new RoomDirectory(
            reader, new PositionBoards(scripts, stepped ? this::steppedNanos : System::nanoTime));
    room = withKey(KEY_ID);
    outbox = TestOutbox.of(new RedisOutbox(scripts));
  }

  private long steppedNanos() {
    return TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }

  /** On the shared server and a stepped clock. */
  public static RedisFixture stepped() {
    return new RedisFixture(standalone(RedisServer.shared().address()), KEEP, true);
  }

  /** On the shared server and a stepped clock, with other limits. */
  public static RedisFixture stepped(ScriptSettings settings) {
    return new RedisFixture(standalone(RedisServer.shared().address()), settings, true);
  }

  /** On the given Redis and its own clock. */
  public static RedisFixture on(RedisSettings redis) {
    return new RedisFixture(redis, KEEP, false);
  }

  /** A Redis of one node. */
  public static RedisSettings standalone(String address) {
    return settings(RedisSettings.Mode.STANDALONE, List.of(address), Optional.empty());
  }

  /** A Redis of one node that asks for a password. */
  public static RedisSettings standalone(String address, String password) {
    return settings(
        RedisSettings.Mode.STANDALONE,
        List.of(address),
        Optional.empty(),
        Optional.of(password),
        COMMAND_TIMEOUT,
        POOL_TIMEOUT);
  }

  /** A Redis whose sentinels ask for a password. */
  public static RedisSettings sentinel(RedisSentinel redis, String password) {
    RedisSettings open =
        settings(
            RedisSettings.Mode.SENTINEL,
            List.of(redis.addresses().split(",")),
            Optional.of(redis.masterName()));
    return new RedisSettings(
        open.mode(),
        open.nodes(),
        open.sentinel()
            .map(it ->
                new RedisSettings.Sentinel(it.master(), it.username(), Optional.of(password))),
        open.username(),
        open.password(),
        open.database(),
        open.tls(),
        open.poolSize(),
        open.connectTimeout(),
        open.commandTimeout(),
        open.poolTimeout());
  }

  /** A Redis of one node, with nearly the longest command timeout there can be. */
  public static RedisSettings patient(String address) {
    return settings(
        RedisSettings.Mode.STANDALONE,
        List.of(address),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(1_750),
        Duration.ofMillis(200));
  }

  public static RedisSettings settings(
      RedisSettings.Mode mode, List<String> nodes, Optional<String> master) {
    return settings(mode, nodes, master, Optional.empty(), COMMAND_TIMEOUT, POOL_TIMEOUT);
  }

  private static RedisSettings settings(
      RedisSettings.Mode mode,
      List<String> nodes,
      Optional<String> master,
      Optional<String> password,
      Duration commandTimeout,
      Duration poolTimeout) {
    return new RedisSettings(
        mode,
        nodes,
        master.map(name -> new RedisSettings.Sentinel(name, Optional.empty(), Optional.empty())),
        Optional.empty(),
        password,
        0,
        false,
        16,
        Duration.ofSeconds(1),
        commandTimeout,
        poolTimeout);
  }

  /** A replica whose first session key is {@code keyId}. */
  public TestWaitingRoom withKey(String keyId) {
    return TestWaitingRoom.of(new RedisWaitingRoom(connection, scripts, reader, directory, keyId));
  }

  /** Makes the fixture's room. */
  public RedisFixture open(RoomSettings settings) {
    room.put(event, settings, Optional.empty());
    return this;
  }

  /** Joins a user without a key and expects a new place. */
  public SessionRef join(String user) {
    return ((JoinResult.Joined) room.join(event, new UserId(user), Optional.empty())).ref();
  }

  /** Joins a user who can show later that the place is theirs, and expects a new place. */
  public SessionRef join(String user, String retryKey) {
    return ((JoinResult.Joined) room.join(event, new UserId(user), Optional.of(retryKey))).ref();
  }

  /** Joins a user and admits as many as there are slots, them among them. */
  public SessionRef admitted(String user) {
    SessionRef ref = join(user);
    AdmitResult _ = room.admit(event, 100);
    if (!(room.standing(ref) instanceof Standing.Admitted)) {
      throw new IllegalStateException(user + " was not admitted");
    }
    return ref;
  }

  /** The room as it is now. */
  public RoomSnapshot board() {
    return room.snapshot(event).orElseThrow();
  }

  /** Everything in the outbox, oldest first, without removing it. */
  public List<RoomEvent> events() {
    return outbox.claim(event, "test", Duration.ofSeconds(1), 1_000).stream()
        .map(Outbox.Entry::event)
        .toList();
  }

  /** A raw connection, to look behind the scripts. */
  public static Jedis raw() {
    return new Jedis(RedisServer.shared().host(), RedisServer.shared().port());
  }

  /** A key of the fixture's event. */
  public String key(String name) {
    return "waitroom:{" + event + "}:" + name;
  }

  @Override
  public void close() {
    connection.close();
  }
}
