package io.waitroom.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.redis.RedisFixture;
import io.waitroom.redis.RedisOutbox;
import io.waitroom.redis.RedisWaitingRoom;
import io.waitroom.redis.RoomDirectory;
import io.waitroom.redis.RoomReader;
import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.Outbox;
import io.waitroom.room.Outcome;
import io.waitroom.room.Relay;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.service.ObservedWaitingRoom;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.TestOutbox;
import io.waitroom.testkit.TestWaitingRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/**
 * The loops of two replicas on one real Redis: they admit, sweep, relay and never stand in each
 * other's way. Time, theirs and Redis's, moves only when a test steps it.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LoopsTest {
  private static final WorkSettings WORK =
      new WorkSettings(Duration.ofMillis(20), Duration.ofMillis(500), 100);

  /** Stream ids are milliseconds, a dash and a number. */
  private static final Comparator<String> BY_AGE =
      Comparator.<String>comparingLong(id -> Long.parseLong(id.substring(0, id.indexOf('-'))))
          .thenComparingLong(id -> Long.parseLong(id.substring(id.indexOf('-') + 1)));

  /** A replica with everything but HTTP and Kafka; its relay collects what it would send. */
  private static final class Replica implements AutoCloseable {
    final RedisConnection connection;
    final TestWaitingRoom room;
    final Health health = new Health();
    final EventLoops wakeups;
    final Loops loops;

    Replica(
        String address,
        String name,
        List<String> delivered,
        SteppedClock clock,
        CountedTicker ticker) {
      wakeups = new EventLoops(ticker);
      connection = new RedisConnection(RedisFixture.standalone(address));
      Metrics metrics = new Metrics(new SimpleMeterRegistry());
      Scripts scripts =
          new Scripts(
              connection,
              new ScriptSettings(Duration.ofHours(1), 1_000_000, false),
              metrics,
              Optional.of(clock));
      RoomReader reader = new RoomReader(connection, scripts);
      RoomDirectory directory = new RoomDirectory(reader);
      room =
          TestWaitingRoom.of(
              new ObservedWaitingRoom(
                  new RedisWaitingRoom(connection, scripts, reader, directory, "k1"),
                  wakeups,
                  metrics));
      TestOutbox outbox = TestOutbox.of(new RedisOutbox(scripts));
      Relay relay =
          event -> {
            List<Outbox.Entry> batch = outbox.claim(event, name, Duration.ofSeconds(10), 100);
            if (batch.isEmpty()) {
              return Relay.Delivery.IDLE;
            }
            batch.forEach(entry -> delivered.add(entry.id()));
            outbox.done(event, name, batch.stream().map(Outbox.Entry::id).toList());
            return Relay.Delivery.MORE;
          };
      loops = new Loops(wakeups, room, directory, Optional.of(relay), health, WORK);
      loops.start();
    }

    @Override
    public void close() {
      loops.stop();
      connection.close();
    }
  }

  private final EventId event = new EventId("loops");
  private final List<String> delivered = new CopyOnWriteArrayList<>();
  private final SteppedClock clock = new SteppedClock(Instant.now());
  private final CountedTicker ticker = new CountedTicker();
  private RedisServer redis;
  private Replica first;
  private Replica second;

  LoopsTest() {
    redis = RedisServer.start();
    first = replica("first");
    second = replica("second");
  }

  private Replica replica(String name) {
    return new Replica(redis.address(), name, delivered, clock, ticker);
  }

  @BeforeEach
  void open() {
    put(event, 2, Duration.ofMinutes(5));
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    redis.close();
  }

  private void put(EventId id, int slots, Duration lease) {
    first.room.put(
        id,
        new RoomSettings("", slots, 1_000, 10_000, Duration.ofHours(1), lease),
        Optional.empty());
  }

  private SessionRef join(EventId id, String user) {
    return ((JoinResult.Joined) first.room.join(id, new UserId(user), Optional.empty())).ref();
  }

  private void awaitAdmitted(SessionRef ref) {
    until(() -> first.room.standing(ref) instanceof Standing.Admitted);
  }

  /** Time passes in ticks until something has happened. */
  private void until(Callable<Boolean> happened) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> {
          step(WORK.processInterval());
          return happened.call();
        });
  }

  private void step(Duration by) {
    clock.advance(by);
    ticker.step(by);
  }

  /** That many times a tenth of a second passes, and all loops look around. */
  private void rounds(int number, int loops) {
    for (int i = 0; i < number; i++) {
      Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> ticker.parked() == loops);
      int before = ticker.parks();
      step(Duration.ofMillis(100));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> ticker.parks() >= before + loops);
    }
  }

  @Test
  void join_isAdmittedByWhicheverReplicaComesFirst() {
    awaitAdmitted(join(event, "alice"));
    awaitAdmitted(join(event, "bob"));
  }

  @Test
  void joined_afterALullOrBehindOthers_isAdmittedInTurn() {
    SessionRef alice = join(event, "alice");
    awaitAdmitted(alice);
    SessionRef bob = join(event, "bob");
    awaitAdmitted(bob);
    SessionRef carol = join(event, "carol");
    first.room.settle(alice, new UserId("alice"), Outcome.COMPLETED);
    awaitAdmitted(carol);
  }

  @Test
  void settle_givesTheSlotToTheNextWaiter() {
    SessionRef alice = join(event, "alice");
    SessionRef bob = join(event, "bob");
    SessionRef carol = join(event, "carol");
    awaitAdmitted(bob);
    first.room.settle(alice, new UserId("alice"), Outcome.COMPLETED);
    awaitAdmitted(carol);
  }

  @Test
  void lease_thatRunsOut_givesTheSlotToTheNextWaiter() {
    EventId brief = new EventId("brief");
    put(brief, 1, Duration.ofSeconds(1));
    join(brief, "alice");
    awaitAdmitted(join(brief, "bob"));
  }

  @Test
  void outbox_isDeliveredOnceWithinTheClaim() {
    until(() -> second.wakeups.events().contains(event));
    for (int i = 0; i < 500; i++) {
      join(event, "user-" + i);
      second.wakeups.outboxFilled(event);
      first.wakeups.outboxFilled(event);
    }
    // Without time: a claim never lapses here.
    Awaitility.await().until(() -> delivered.size() >= 502);
    assertThat(delivered).doesNotHaveDuplicates().hasSize(502);
    assertThat(new ArrayList<>(delivered)).isSortedAccordingTo(BY_AGE);
  }

  @Test
  void brokenEvent_doesNotDelayAnother() {
    EventId broken = new EventId("broken");
    put(broken, 1, Duration.ofMinutes(1));
    try (Jedis raw = redis.connect()) {
      raw.set("waitroom:{broken}:queue", "not a zset");
      first.wakeups.admissionPossible(broken);
      until(() -> raw.info("errorstats").contains("WRONGTYPE"));
    }
    awaitAdmitted(join(event, "alice"));
    awaitAdmitted(join(event, "bob"));
    until(() -> first.wakeups.events().size() == 2 && second.wakeups.events().size() == 2);
    // Longer than it takes to find out that a loop has ended: of each replica there are five.
    rounds(20, 10);
    assertThat(first.health.of(Component.LOOPS).state()).isEqualTo(Health.State.HEALTHY);
    assertThat(second.health.of(Component.LOOPS).state()).isEqualTo(Health.State.HEALTHY);
  }

  @Test
  void brokenEvent_foundAtTheStart_isToldOnceAndDelaysNoOther() {
    EventId broken = new EventId("broken");
    put(broken, 1, Duration.ofMinutes(1));
    first.loops.stop();
    second.loops.stop();
    try (Jedis raw = redis.connect()) {
      raw.hset("waitroom:{broken}:room", "max_concurrent", "many");
    }
    try (CapturedLog log = new CapturedLog("io.waitroom.work");
        Replica third = replica("third")) {
      awaitAdmitted(join(event, "alice"));
      until(() -> third.wakeups.events().size() == 2);
      // Longer than some rounds of the watch and of the loop that fails.
      rounds(30, 5);
      assertThat(third.wakeups.events()).hasSize(2);
      assertThat(log.messages(Level.SEVERE))
          .containsExactly("admit broken failed and will try again");
    }
  }

  @Test
  void redisAway_andBack_goesOnByItself() {
    redis.close();
    redis = RedisServer.start(redis.port());
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .untilAsserted(() -> {
          step(Duration.ofSeconds(1));
          put(event, 2, Duration.ofMinutes(5));
          awaitAdmitted(join(event, "back-" + System.nanoTime()));
        });
  }

  @Test
  void remove_endsTheEventAndItsLoops() {
    join(event, "alice");
    first.room.remove(event);
    until(() -> first.wakeups.events().isEmpty() && second.wakeups.events().isEmpty());
    assertThat(first.room.events()).isEmpty();
  }
}
