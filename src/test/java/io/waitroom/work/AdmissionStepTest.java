package io.waitroom.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.EventId;
import io.waitroom.room.Operator;
import io.waitroom.room.RoomRefresher;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import io.waitroom.testkit.InMemoryState;
import io.waitroom.testkit.InMemoryTuning;
import io.waitroom.testkit.InMemoryWaitingRoom;
import io.waitroom.testkit.NoWakeups;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.SteppedTicker;
import io.waitroom.testkit.TestWaitingRoom;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a join wakes the loop that admits, and how long it waits otherwise. */
class AdmissionStepTest {
  private static final WorkSettings WORK =
      new WorkSettings(Duration.ofMillis(50), Duration.ofMillis(500), 100);

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final EventId event = new EventId("step");
  private final InMemoryWaitingRoom room =
      new InMemoryWaitingRoom(InstantSource.system(), new InMemoryState(InMemoryTuning.DEFAULT));
  private final SteppedTicker ticker = new SteppedTicker();
  private Runnable whileAsked = () -> {};
  private final AdmissionStep step =
      new AdmissionStep(event, interrupted(), new Nothing(), new NoWakeups(), WORK, ticker);

  @BeforeEach
  void open() {
    room.put(
        event,
        new RoomSettings("", 1, 1_000, 10_000, Duration.ofHours(1), Duration.ofHours(1)),
        Optional.empty());
  }

  @Test
  void joined_nobodyWaits_wakes() {
    Loop.Pause pause = step.run();

    assertThat(pause.length()).isEqualTo(WORK.idleInterval());
    assertThat(step.joined()).isTrue();
  }

  @Test
  void f61_moreLeasesLapsedThanAStepTakesBack_goesOnAtOnce() {
    SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));
    WaitingRoom stepped = new InMemoryWaitingRoom(clock, new InMemoryState(InMemoryTuning.DEFAULT));
    AdmissionStep lapsing =
        new AdmissionStep(event, stepped, new Nothing(), new NoWakeups(), WORK, ticker);
    int slots = WORK.batch() + 1;
    Duration lease = Duration.ofMinutes(1);
    stepped.put(
        event,
        new RoomSettings("", slots, 10_000, 10_000, Duration.ofHours(1), lease),
        Optional.empty(),
        new Operator("olga"));
    for (int i = 0; i < slots; i++) {
      TestWaitingRoom.of(stepped).join(event, new UserId("user-" + i), Optional.empty());
    }
    stepped.admit(event, slots);
    clock.advance(lease);

    assertThat(lapsing.run().length()).isZero();
    assertThat(lapsing.run().length()).isEqualTo(WORK.idleInterval());
  }

  @Test
  void joined_peopleWait_doesNotWake() {
    join("alice");
    join("bob");
    Loop.Pause pause = step.run();

    assertThat(pause.length()).isEqualTo(WORK.processInterval());
    assertThat(step.joined()).isFalse();
  }

  @Test
  void joined_whileRedisIsAsked_nobodyWaited_goesOnAtOnce() {
    whileAsked = () -> assertThat(step.joined()).isFalse();

    assertThat(step.run().length()).isZero();

    whileAsked = () -> {};
    assertThat(step.run().length()).isEqualTo(WORK.idleInterval());
  }

  @Test
  void joined_whileRedisIsAsked_peopleWait_waitsForTheTick() {
    join("alice");
    join("bob");
    whileAsked = () -> assertThat(step.joined()).isFalse();

    assertThat(step.run().length()).isEqualTo(WORK.processInterval());
  }

  /**
   * Ten seconds of the stepped clock of a real Redis: the promise is 1 %, or one for slow rates.
   */
  @ParameterizedTest
  @CsvSource({"7, 5", "7, 1000", "100, 5", "100, 50", "100, 1000"})
  void run_againAndAgain_keepsTheRateWhateverTheInterval(int rate, int intervalMillis) {
    Duration interval = Duration.ofMillis(intervalMillis);
    try (RedisFixture fixture = RedisFixture.stepped()) {
      fixture.open(
          new RoomSettings("", 10_000, rate, 10_000, Duration.ofHours(1), Duration.ofHours(1)));
      for (int i = 0; i < 12 * rate; i++) {
        fixture.join("user-" + i);
      }
      AdmissionStep paced =
          new AdmissionStep(
              fixture.event,
              fixture.room,
              new Nothing(),
              new NoWakeups(),
              new WorkSettings(interval, Duration.ofSeconds(1), 500),
              ticker);
      Duration elapsed = Duration.ZERO;
      while (elapsed.compareTo(TEN_SECONDS) < 0) {
        Duration pause = paced.run().length();
        fixture.clock.advance(pause);
        ticker.step(pause);
        elapsed = elapsed.plus(pause);
      }

      long promised = TEN_SECONDS.toSeconds() * rate;
      assertThat(fixture.board().admitted())
          .isCloseTo(promised, within(Math.max(1, promised / 100)));
    }
  }

  private void join(String user) {
    room.join(event, new UserId(user), Optional.empty());
  }

  /** The room, in which something happens each time after admission. */
  private WaitingRoom interrupted() {
    return (WaitingRoom)
        Proxy.newProxyInstance(
            WaitingRoom.class.getClassLoader(),
            new Class<?>[] {WaitingRoom.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(room, arguments);
                if (method.getName().equals("admit")) {
                  whileAsked.run();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Refreshes nothing. */
  private static final class Nothing implements RoomRefresher {
    @Override
    public Set<EventId> refreshEvents() {
      return Set.of();
    }

    @Override
    public long refresh(EventId eventId) {
      return 0;
    }
  }
}
