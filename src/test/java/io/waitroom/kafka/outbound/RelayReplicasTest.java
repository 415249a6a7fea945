package io.waitroom.kafka.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.Places;
import io.waitroom.redis.RedisFixture;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Ticker;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two replicas deliver one room over a real Redis, while people come and go. */
class RelayReplicasTest {
  private static final int PEOPLE = 3_000;
  private static final RoomSettings SETTINGS =
      new RoomSettings("", 1, 1, 2L * PEOPLE, Duration.ofHours(2), Duration.ofMinutes(15));

  private final List<String> told = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  @Test
  void twoReplicas_tellEachThingOnce_andASessionsInOrder() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String redis = RedisServer.shared().address();
    try (RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis)).open(SETTINGS)) {
      List<FutureTask<?>> replicas = List.of(replica("a", fixture), replica("b", fixture));
      int expected = 0;
      for (int i = 0; i < PEOPLE; i++) {
        SessionRef ref = fixture.join("user-" + i);
        expected++;
        if (random.nextInt(3) == 0) {
          LeaveResult _ = fixture.room.leave(ref, LeaveCause.USER_LEFT);
          expected++;
        }
      }
      Eventually.until(() -> fixture.board().outboxLength() == 0);
      stopping.set(true);
      for (FutureTask<?> replica : replicas) {
        replica.get();
      }
      assertThat(told).as("seed %d", seed).hasSize(expected).doesNotHaveDuplicates();
      Map<String, List<String>> bySession =
          told.stream().collect(Collectors.groupingBy(it -> it.substring(0, it.indexOf(' '))));
      assertThat(bySession.values())
          .as("seed %d", seed)
          .allMatch(events -> events.getFirst().endsWith(" JOINED"));
    }
  }

  /**
   * One whose broker is away must not keep the claim, but leave it to one whose broker is there.
   */
  @Test
  void replicaThatCannotSend_holdsUpNoOther() {
    String redis = RedisServer.shared().address();
    try (RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis)).open(SETTINGS)) {
      for (int i = 0; i < 3; i++) {
        SessionRef _ = fixture.join("user-" + i);
        assertThat(run("cut-off", fixture, _ -> false)).isEqualTo(Delivery.FAILED);
        assertThat(run("healthy", fixture, this::tell)).isIn(Delivery.DELIVERED, Delivery.MORE);
        assertThat(fixture.board().outboxLength()).isZero();
      }
      assertThat(told).hasSize(3);
    }
  }

  private FutureTask<?> replica(String owner, RedisFixture fixture) {
    FutureTask<Boolean> replica =
        new FutureTask<>(() -> {
          while (!stopping.get()) {
            assertThat(run(owner, fixture, this::tell)).isNotEqualTo(Delivery.FAILED);
          }
          return true;
        });
    Thread.ofVirtual().start(replica);
    return replica;
  }

  private static Delivery run(
      String owner, RedisFixture fixture, Predicate<OutgoingMessage> broker) {
    EventCodec codec = new EventCodec(Places.sessionIds());
    Semaphore permits = new Semaphore(RelayRun.WINDOW);
    permits.acquireUninterruptibly();
    var claim = new OutboxClaim(fixture.outbox, fixture.event, owner);
    return new RelayRun(claim, codec, broker, permits, Ticker.system()).run();
  }

  /** Acks from another thread, as a producer does, and not in order. */
  private boolean tell(OutgoingMessage message) {
    Thread.ofVirtual()
        .start(() -> {
          synchronized (told) {
            told.add(Places.ticket(message.getKey().orElseThrow()) + " " + message.kind());
          }
          var _ = message.ack();
        });
    return true;
  }
}
