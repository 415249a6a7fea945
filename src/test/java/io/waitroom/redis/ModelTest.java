package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.ClientName;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.Outbox;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.testkit.InMemoryOutbox;
import io.waitroom.testkit.InMemoryState;
import io.waitroom.testkit.InMemoryTuning;
import io.waitroom.testkit.InMemoryWaitingRoom;
import io.waitroom.testkit.TestWaitingRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations run against the Lua scripts and against the waiting room in memory, which must
 * answer alike; after every step the promises of the design are checked on what Redis says. The
 * seed is in each failure's message.
 */
class ModelTest {
  private static final int STEPS = 1_200;
  private static final int USERS = 40;

  static LongStream seeds() {
    return LongStream.concat(LongStream.rangeClosed(1, 12), LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomLife_answersLikeTheModelAndKeepsThePromises(long seed) {
    try (Run run = new Run(seed)) {
      for (int step = 0; step < STEPS; step++) {
        run.step(step);
      }
      run.settleEverything();
    }
  }

  /** One life of a room, twice. */
  private static final class Run implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final RedisFixture redis = RedisFixture.stepped();
    private final TestWaitingRoom model;
    private final InMemoryOutbox modelOutbox;
    private final List<Long> tickets = new ArrayList<>();
    private final Map<Long, UserId> owners = new HashMap<>();
    private final Map<Long, Long> lastPositions = new HashMap<>();
    private final Map<Long, SessionStatus> ends = new HashMap<>();
    private final List<RoomEvent> told = new ArrayList<>();
    private final Map<Instant, Integer> admittedAt = new HashMap<>();
    private RoomSettings settings =
        new RoomSettings("", 5, 20, 200, Duration.ofSeconds(60), Duration.ofSeconds(20));
    private int highestRate = settings.releaseRate();
    private String context = "";
    private String redisEpoch = "";
    private String modelEpoch = "";

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      InMemoryState state =
          new InMemoryState(
              new InMemoryTuning(
                  RedisFixture.KEEP.retention(),
                  (int) RedisFixture.KEEP.outboxMax(),
                  RedisWaitingRoom.BURST,
                  RedisWaitingRoom.SLACK));
      model = new InMemoryWaitingRoom(redis.clock, state);
      modelOutbox = new InMemoryOutbox(redis.clock, state);
      both(room -> room.put(redis.event, settings, Optional.empty()), false);
      redisEpoch = redis.room.snapshot(redis.event).orElseThrow().epoch();
      modelEpoch = model.snapshot(redis.event).orElseThrow().epoch();
    }

    void step(int number) {
      context = "seed %d, step %d: ".formatted(seed, number);
      int choice = random.nextInt(100);
      if (choice < 30) {
        join();
      } else if (choice < 50) {
        admit();
      } else if (choice < 60) {
        onTicket("leave", (room, ref) -> room.leave(ref, departure()));
      } else if (choice < 75) {
        settle();
      } else if (choice < 78) {
        Optional<ClientName> client = client();
        onTicket("enter as " + client, (room, ref) -> room.enter(ref, client));
      } else if (choice < 82) {
        context += "sweep";
        both(room -> room.sweep(redis.event, 1 + number % 50), true);
      } else if (choice < 95) {
        Duration pause = Duration.ofMillis((long) Math.pow(10, random.nextDouble() * 4));
        context += "pause " + pause;
        redis.clock.advance(pause);
      } else {
        reconfigure();
      }
      checkPromises();
    }

    private LeaveCause departure() {
      return owners.size() % 3 == 0 ? LeaveCause.EVICTED : LeaveCause.USER_LEFT;
    }

    private Optional<ClientName> client() {
      int number = random.nextInt(3);
      return number == 0 ? Optional.empty() : Optional.of(new ClientName("client-" + number));
    }

    private void join() {
      UserId user = new UserId("user-" + random.nextInt(USERS));
      Optional<String> key =
          switch (random.nextInt(3)) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("key-of-" + user.value());
            default -> Optional.of("a-key-of-somebody-else");
          };
      context += "join " + user + " " + key;
      JoinResult result = both(room -> room.join(redis.event, user, key), true);
      if (result instanceof JoinResult.Joined joined && joined.created()) {
        tickets.add(joined.ref().ticket());
        owners.put(joined.ref().ticket(), user);
      }
    }

    private void admit() {
      int batch = 1 + random.nextInt(30);
      context += "admit " + batch;
      AdmitResult.Step step = (AdmitResult.Step) both(room -> room.admit(redis.event, batch), true);
      assertThat(step.overAdmitted()).as(context).isZero();
      assertThat(step.inversions()).as(context).isZero();
      admittedAt.merge(redis.clock.instant(), step.waits().size(), Integer::sum);
    }

    private void settle() {
      Outcome outcome = pick(List.of(Outcome.values()));
      boolean foreign = random.nextInt(10) == 0;
      onTicket(
          "settle " + outcome + (foreign ? " by another" : ""),
          (room, ref) -> {
            UserId owner = owners.getOrDefault(ref.ticket(), new UserId("nobody"));
            return room.settle(ref, foreign ? new UserId("mallory") : owner, outcome);
          });
    }

    private void reconfigure() {
      RoomState state = random.nextInt(3) == 0 ? pick(List.of(RoomState.values())) : RoomState.OPEN;
      settings =
          new RoomSettings(
              "",
              1 + random.nextInt(20),
              1 + random.nextInt(50),
              1 + random.nextInt(200),
              Duration.ofSeconds(20 + random.nextInt(100)),
              Duration.ofSeconds(1 + random.nextInt(30)));
      highestRate = Math.max(highestRate, settings.releaseRate());
      lastPositions.clear();
      context += "settings " + settings + " " + state;
      both(room -> room.put(redis.event, settings, Optional.of(state)), false);
      RoomChange change = RoomChange.ofState(RoomState.PAUSED, Set.of(RoomState.CLOSED));
      both(room -> room.change(redis.event, change).getClass(), false);
    }

    private void onTicket(String what, BiFunction<TestWaitingRoom, SessionRef, Object> operation) {
      long ticket =
          tickets.isEmpty() || random.nextInt(50) == 0 ? 1 + random.nextInt(5_000) : pick(tickets);
      context += what + " " + ticket;
      Object fromRedis =
          operation.apply(
              redis.room, new SessionRef(redis.event, redisEpoch, ticket, RedisFixture.KEY_ID));
      Object fromModel =
          operation.apply(
              model, new SessionRef(redis.event, modelEpoch, ticket, RedisFixture.KEY_ID));
      assertThat(alike(fromRedis)).as(context).isEqualTo(alike(fromModel));
    }

    private <T> T pick(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    /** Runs on both; the answers must be alike but for the room's random epoch. */
    private <T> T both(Function<TestWaitingRoom, T> operation, boolean compare) {
      T fromRedis = operation.apply(redis.room);
      T fromModel = operation.apply(model);
      if (compare) {
        assertThat(alike(fromRedis)).as(context).isEqualTo(alike(fromModel));
      }
      return fromRedis;
    }

    private String alike(Object answer) {
      return String.valueOf(answer).replace(redisEpoch, "epoch").replace(modelEpoch, "epoch");
    }

    private void checkPromises() {
      RoomSnapshot room = redis.room.snapshot(redis.event).orElseThrow();
      RoomSnapshot expected = model.snapshot(redis.event).orElseThrow();
      assertThat(room.queueLength()).as(context).isEqualTo(expected.queueLength());
      assertThat(room.processingCount()).as(context).isEqualTo(expected.processingCount());
      for (SessionStatus status : SessionStatus.values()) {
        assertThat(room.ended().getOrDefault(status, 0L))
            .as(context + status)
            .isEqualTo(expected.ended().getOrDefault(status, 0L));
      }
      assertThat(room.admitted()).as(context).isEqualTo(expected.admitted());
      assertThat(room.pace()).as(context).isEqualTo(expected.pace());
      // Every ticket is somewhere, once.
      assertThat(room.lastTicket())
          .as(context)
          .isEqualTo(
              room.queueLength()
                  + room.processingCount()
                  + room.ended().values().stream().mapToLong(Long::longValue).sum());
      checkPlaces();
      checkEvents();
      checkRate();
    }

    /** One place per user; positions never worse; what has ended stays so. */
    private void checkPlaces() {
      Set<UserId> active = new HashSet<>();
      for (long ticket : tickets) {
        if (ends.containsKey(ticket) && random.nextInt(20) != 0) {
          continue;
        }
        Standing standing =
            redis.room.standing(
                new SessionRef(redis.event, redisEpoch, ticket, RedisFixture.KEY_ID));
        switch (standing) {
          case Standing.Queued(long position, long length) -> {
            UserId user = owners.get(ticket);
            assertThat(active.add(user)).as(context + user + " holds two places").isTrue();
            assertThat(position).as(context).isBetween(1L, length);
            assertThat(position)
                .as(context + "position of " + ticket)
                .isLessThanOrEqualTo(lastPositions.getOrDefault(ticket, Long.MAX_VALUE));
            lastPositions.put(ticket, position);
          }
          case Standing.Admitted admitted ->
              assertThat(active.add(admitted.userId()))
                  .as(context + admitted.userId() + " holds two places")
                  .isTrue();
          case Standing.Ended ended -> checkEnd(ticket, ended.status());
          case Standing.Gone _, Standing.NoSuchEvent _ ->
              throw new AssertionError(context + ticket + " is lost: " + standing);
        }
      }
    }

    private void checkEnd(long ticket, SessionStatus status) {
      SessionStatus before = ends.put(ticket, status);
      if (before != null && before != status) {
        assertThat(before).as(context + ticket).isEqualTo(SessionStatus.EXPIRED);
        // A lapse unseen so far may yet be recorded as what the shop reports first.
        assertThat(status.isTerminal()).as(context + ticket).isTrue();
      }
    }

    /** What the company is told is what the model tells, in the same order; each thing once. */
    private void checkEvents() {
      List<Outbox.Entry> entries =
          redis.outbox.claim(redis.event, "test", Duration.ofSeconds(1), 1_000);
      List<RoomEvent> fresh = entries.stream().map(Outbox.Entry::event).toList();
      List<RoomEvent> expected =
          modelOutbox.drain(redis.event).stream().map(Outbox.Entry::event).toList();
      assertThat(alike(inOrder(fresh))).as(context).isEqualTo(alike(inOrder(expected)));
      redis.outbox.done(redis.event, "test", entries.stream().map(Outbox.Entry::id).toList());
      told.addAll(fresh);
    }

    /** Leases that lapse at the same instant may be told in any order. */
    private static List<RoomEvent> inOrder(List<RoomEvent> events) {
      List<RoomEvent> ordered = new ArrayList<>(events);
      ordered.sort(
          Comparator.<RoomEvent, Boolean>comparing(RoomEvent.Left.class::isInstance)
              .thenComparing(RoomEvent::at)
              .thenComparingLong(event -> event.ref().ticket()));
      return ordered;
    }

    /** At no instant did ten seconds admit more than the highest rate ever set allows. */
    private void checkRate() {
      Instant since = redis.clock.instant().minusSeconds(10);
      admittedAt.keySet().removeIf(instant -> !instant.isAfter(since));
      int admitted = admittedAt.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(admitted)
          .as(context)
          .isLessThanOrEqualTo(highestRate * 10 + Math.max(1, highestRate / 10) + 1);
    }

    /** Everybody's time runs out: nobody is left, and each ticket was told of as it should be. */
    void settleEverything() {
      context = "seed %d, at the end: ".formatted(seed);
      redis.room.put(redis.event, settings, Optional.of(RoomState.PAUSED));
      model.put(redis.event, settings, Optional.of(RoomState.PAUSED));
      redis.clock.advance(Duration.ofHours(1));
      both(room -> room.admit(redis.event, 1_000), true);
      both(room -> room.sweep(redis.event, 1_000), true);
      both(room -> room.sweep(redis.event, 1_000), true);
      checkPromises();
      RoomSnapshot room = redis.room.snapshot(redis.event).orElseThrow();
      assertThat(room.queueLength()).as(context).isZero();
      assertThat(room.processingCount()).as(context).isZero();
      assertThat(tickets)
          .as(context)
          .isEqualTo(LongStream.rangeClosed(1, room.lastTicket()).boxed().toList());
      assertThat(told)
          .as(context)
          .filteredOn(RoomEvent.Joined.class::isInstance)
          .extracting(event -> event.ref().ticket())
          .isEqualTo(tickets);
      assertThat(told)
          .as(context)
          .filteredOn(RoomEvent.Ready.class::isInstance)
          .extracting(event -> event.ref().ticket())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(told)
          .as(context)
          .filteredOn(RoomEvent.Left.class::isInstance)
          .extracting(event -> event.ref().ticket())
          .doesNotHaveDuplicates();
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
