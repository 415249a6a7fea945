package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Outbox;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.UserId;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the same moment, on Redis's own clock and from several replicas' adapters. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RaceTest {
  private static final RoomSettings WIDE =
      new RoomSettings(
          "", 100_000, 100_000, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15));

  private final RedisFixture fixture = replica();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static RedisFixture replica() {
    return RedisFixture.on(RedisFixture.standalone(RedisServer.shared().address()));
  }

  private Callable<JoinResult> joining(String user) {
    return () -> fixture.room.join(fixture.event, new UserId(user), Optional.empty());
  }

  @Test
  void join_twoHundredTimesByOneUserAtOnce_givesOnePlace() throws Exception {
    fixture.open(WIDE);
    List<JoinResult> results =
        AtOnce.run(IntStream.range(0, 200).mapToObj(i -> joining("alice")).toList());
    assertThat(results).filteredOn(JoinResult.Joined.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(JoinResult.AlreadyJoined.class::isInstance).hasSize(199);
    assertThat(fixture.board().lastTicket()).isEqualTo(1);
    assertThat(fixture.events()).hasSize(1);
  }

  @Test
  void join_tenThousandUsersAtOnce_givesTicketsWithoutGapOrDouble() throws Exception {
    fixture.open(WIDE);
    int users = 10_000;
    List<JoinResult> results =
        AtOnce.run(IntStream.range(0, users).mapToObj(i -> joining("user-" + i)).toList());
    assertThat(results.stream().mapToLong(result -> ((JoinResult.Joined) result).ref().ticket()))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, users).boxed().toList());
    assertThat(fixture.board().queueLength()).isEqualTo(users);
    assertThat(fixture.board().outboxLength()).isEqualTo(users);
  }

  @Test
  void admit_byThreeReplicasAtOnce_neverExceedsSlotsOrRate() throws Exception {
    int slots = 150;
    int rate = 200;
    fixture.open(
        new RoomSettings("", slots, rate, 10_000, Duration.ofHours(1), Duration.ofMinutes(5)));
    for (int i = 0; i < 2_000; i++) {
      fixture.join("user-" + i);
    }
    long start = System.nanoTime();
    AtomicInteger admitted = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Boolean>> replicas = new ArrayList<>();
    for (int replica = 0; replica < 3; replica++) {
      replicas.add(() -> {
        try (RedisFixture own = replica()) {
          for (int tick = 0; tick < 300; tick++) {
            AdmitResult.Step step = (AdmitResult.Step) own.room.admit(fixture.event, 1_000);
            admitted.addAndGet(step.waits().size());
            assertThat(step.overAdmitted()).isZero();
            assertThat(step.inversions()).isZero();
            most.accumulateAndGet(fixture.board().processingCount(), Math::max);
          }
        }
        return true;
      });
    }
    AtOnce.run(replicas);
    double seconds = (System.nanoTime() - start) / 1e9;
    double bucket = rate * RedisWaitingRoom.BURST.toMillis() / 1000.0;
    assertThat((double) admitted.get()).isLessThanOrEqualTo(rate * seconds + bucket);
    assertThat(most.get()).isLessThanOrEqualTo(slots);
    assertThat(fixture.board().admitted()).isEqualTo(admitted.get());
    assertThat(readyTickets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, admitted.get()).boxed().toList());
  }

  private List<Long> readyTickets() {
    List<Long> tickets = new ArrayList<>();
    List<Outbox.Entry> batch;
    do {
      batch = fixture.outbox.claim(fixture.event, "test", Duration.ofSeconds(10), 1_000);
      batch.stream()
          .map(Outbox.Entry::event)
          .filter(RoomEvent.Ready.class::isInstance)
          .forEach(event -> tickets.add(event.ref().ticket()));
      fixture.outbox.done(fixture.event, "test", batch.stream().map(Outbox.Entry::id).toList());
    } while (!batch.isEmpty());
    return tickets;
  }

  @RepeatedTest(5)
  void leave_racingAdmit_freesExactlyWhatWasTaken() throws Exception {
    fixture.open(WIDE);
    List<SessionRef> refs =
        IntStream.range(0, 200).mapToObj(i -> fixture.join("user-" + i)).toList();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (SessionRef ref : refs) {
      tasks.add(() -> {
        LeaveResult result = fixture.room.leave(ref, LeaveCause.USER_LEFT);
        assertThat(result).isInstanceOf(LeaveResult.Left.class);
        return 0;
      });
      if (ref.ticket() % 10 == 0) {
        tasks.add(() -> ((AdmitResult.Step) fixture.room.admit(fixture.event, 20)).waits().size());
      }
    }
    int admitted = AtOnce.run(tasks).stream().mapToInt(Integer::intValue).sum();
    assertThat(fixture.board().queueLength()).isZero();
    assertThat(fixture.board().processingCount()).isZero();
    List<RoomEvent> events = fixture.events();
    assertThat(events).filteredOn(RoomEvent.Left.class::isInstance).hasSize(200);
    assertThat(events).filteredOn(RoomEvent.Ready.class::isInstance).hasSize(admitted);
  }

  @RepeatedTest(5)
  void settle_racingLeaseExpiry_freesTheSlotOnceAndCompletionWins() throws Exception {
    Duration lease = Duration.ofSeconds(1);
    fixture.open(new RoomSettings("", 10_000, 100_000, 10_000, Duration.ofHours(1), lease));
    List<SessionRef> refs =
        IntStream.range(0, 100).mapToObj(i -> fixture.join("user-" + i)).toList();
    fixture.room.admit(fixture.event, 1_000);
    long until = System.nanoTime() + lease.minusMillis(30).toNanos();
    List<Callable<SettleResult>> tasks = new ArrayList<>();
    for (SessionRef ref : refs) {
      tasks.add(() -> {
        TimeUnit.NANOSECONDS.sleep(until + ref.ticket() * 600_000 - System.nanoTime());
        fixture.room.admit(fixture.event, 100);
        UserId user = new UserId("user-" + (ref.ticket() - 1));
        return fixture.room.settle(ref, user, Outcome.COMPLETED);
      });
    }
    List<SettleResult> results = AtOnce.run(tasks);
    assertThat(results)
        .allMatch(result ->
            result instanceof SettleResult.Settled
                || result instanceof SettleResult.LateCompletion);
    RoomSnapshot room = fixture.board();
    assertThat(room.processingCount()).isZero();
    assertThat(room.ended())
        .containsEntry(SessionStatus.COMPLETED, 100L)
        .containsEntry(SessionStatus.EXPIRED, 0L);
  }
}
