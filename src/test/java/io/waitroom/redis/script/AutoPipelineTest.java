package io.waitroom.redis.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Calls that are made at the same time, on a Redis of their own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public class AutoPipelineTest {
  private static final RoomSettings WIDE =
      new RoomSettings("", 1, 1, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15));
  private static final int MANY = 5 * AutoPipeline.MAX_BATCH;

  private final RedisServer redis = RedisServer.start();
  private final RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()));

  @AfterEach
  public void close() {
    fixture.close();
    redis.close();
  }

  private JoinResult join(String user) {
    return fixture.room.join(fixture.event, new UserId(user), Optional.empty());
  }

  private Callable<JoinResult> joining(int number) {
    return () -> join("user-" + number);
  }

  private static List<Callable<JoinResult>> each(IntFunction<Callable<JoinResult>> call) {
    return IntStream.range(0, MANY).mapToObj(call).toList();
  }

  private static List<Long> tickets(Stream<JoinResult> results) {
    return results.map(it -> ((JoinResult.Joined) it).ref().ticket()).sorted().toList();
  }

  @Test
  public void calls_manyAtOnce_eachGetsItsOwnAnswer() throws Exception {
    fixture.open(WIDE);

    List<JoinResult> joined = AtOnce.run(each(this::joining));

    assertThat(tickets(joined.stream()))
        .isEqualTo(LongStream.rangeClosed(1, MANY).boxed().toList());
    List<Callable<Boolean>> questions =
        joined.stream()
            .map(it -> ((JoinResult.Joined) it).ref())
            .<Callable<Boolean>>map(ref -> () -> standsAtItsTicket(ref))
            .toList();
    assertThat(AtOnce.run(questions)).containsOnly(true);
  }

  private boolean standsAtItsTicket(SessionRef ref) {
    return fixture.room.standing(ref) instanceof Standing.Queued(long position, long _)
        && position == ref.ticket();
  }

  @Test
  public void calls_thatRedisDoesNotKnow_areSentWithTheirSource() throws Exception {
    fixture.open(WIDE);
    try (Jedis raw = redis.connect()) {
      raw.scriptFlush();
    }

    assertThat(tickets(AtOnce.run(each(this::joining)).stream()))
        .hasSize(MANY)
        .doesNotHaveDuplicates();
  }

  @Test
  public void calls_someOfWhichRedisRefuses_failAlone() throws Exception {
    fixture.open(WIDE);
    EventId broken = new EventId("broken");
    fixture.room.put(broken, WIDE, Optional.empty());
    try (Jedis raw = redis.connect()) {
      raw.set("waitroom:{broken}:queue", "not a queue");
    }
    Callable<JoinResult> refused =
        () -> {
          assertThatThrownBy(() -> fixture.room.join(broken, new UserId("user"), Optional.empty()))
              .isInstanceOf(JedisDataException.class);
          return new JoinResult.NoSuchEvent();
        };

    List<JoinResult> results =
        AtOnce.run(each(number -> number % 2 == 0 ? joining(number) : refused));

    assertThat(tickets(results.stream().filter(JoinResult.Joined.class::isInstance)))
        .hasSize(MANY / 2)
        .doesNotHaveDuplicates();
  }

  @Test
  public void calls_whileRedisIsFrozen_allFailAndTheNextSucceeds() throws Exception {
    fixture.open(WIDE);
    redis.freeze();
    try {
      Callable<JoinResult> refused =
          () -> {
            assertThatThrownBy(() -> join("user")).isInstanceOf(RoomUnavailableException.class);
            return new JoinResult.NoSuchEvent();
          };
      assertThat(AtOnce.run(each(number -> refused))).hasSize(MANY);
    } finally {
      redis.thaw();
    }

    assertThat(join("afterwards")).isInstanceOf(JoinResult.Joined.class);
  }

  @Test
  public void caller_interruptedWhileItWaitsForAnothersBatch_comesToItsEndAndStaysInterrupted()
      throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    try (RedisFixture patient = RedisFixture.on(RedisFixture.patient(redis.address())).open(WIDE)) {
      redis.freeze();
      try {
        Thread _ = Thread.ofVirtual().start(() -> endOf(patient, "first"));
        soon(() -> patient.connection.pool().active() == 1);
        Thread second =
            Thread.ofVirtual()
                .start(() -> {
                  endOf(patient, "second");
                  interrupted.complete(Thread.currentThread().isInterrupted());
                });
        soon(() -> second.getState() == Thread.State.WAITING);
        second.interrupt();
      } finally {
        redis.thaw();
      }

      assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void soon(Callable<Boolean> condition) {
    Awaitility.await().pollInterval(Duration.ofMillis(10)).until(condition);
  }

  /** An answer, or none in time where the machine is busy. */
  private static void endOf(RedisFixture patient, String user) {
    try {
      assertThat(patient.room.join(patient.event, new UserId(user), Optional.empty()))
          .isInstanceOf(JoinResult.Joined.class);
    } catch (RoomUnavailableException e) {
      assertThat(e).hasMessageContaining("join");
    }
  }
}
