package io.waitroom.kafka.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.waitroom.kafka.MemoryOutbox;
import io.waitroom.kafka.Places;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.SteppedTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is on the way when, with a broker that acks by hand. */
class RelayRunTest {
  private static final int PERMITS = 8;

  /** More than the pace of a run. */
  private static final Duration STEP = Duration.ofMillis(50);

  private final MemoryOutbox outbox = new MemoryOutbox();
  private final EventCodec codec = new EventCodec(Places.sessionIds());
  private final Semaphore permits = new Semaphore(PERMITS);
  private final HandBroker broker = new HandBroker();
  private final SteppedTicker ticker = new SteppedTicker();
  private Thread runner = Thread.currentThread();

  @AfterEach
  void everyPermitIsBack() {
    assertThat(permits.availablePermits()).isEqualTo(PERMITS);
  }

  @Test
  void run_nothingThere_isIdle() {
    assertThat(run()).isEqualTo(Delivery.IDLE);
    assertThat(broker.sent()).isEmpty();
  }

  @Test
  void run_longOutbox_sendsFurtherBatchesBeforeTheFirstIsAcked_upToTheWindow() throws Exception {
    add(LongStream.rangeClosed(1, 3_000).mapToObj(Places::joined).toList());
    FutureTask<Delivery> run = start();
    int window = RelayRun.WINDOW * RelayRun.BATCH;
    Eventually.until(() -> broker.sent().size() == window);
    assertThat(permits.availablePermits()).isEqualTo(PERMITS - RelayRun.WINDOW);

    assertThat(outbox.size()).isEqualTo(3_000);
    broker.ackEverything();
    assertThat(run.get()).isEqualTo(Delivery.DELIVERED);
    assertThat(run()).isEqualTo(Delivery.IDLE);
    assertThat(outbox.size()).isZero();
    assertThat(broker.tickets()).isEqualTo(LongStream.rangeClosed(1, 3_000).boxed().toList());
  }

  @Test
  void run_nextEventOfASession_waitsForTheAckOfTheOneBefore_acrossBatches() throws Exception {
    add(LongStream.rangeClosed(1, RelayRun.BATCH).mapToObj(Places::joined).toList());
    add(List.of(Places.ready(7), Places.joined(900), Places.ready(900)));
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == RelayRun.BATCH + 1);
    assertThat(broker.kindsOf(7)).containsExactly(OutgoingKind.JOINED);
    assertThat(broker.kindsOf(900)).containsExactly(OutgoingKind.JOINED);

    broker.ackRange(0, RelayRun.BATCH);
    broker.ack(RelayRun.BATCH);
    Eventually.until(() -> broker.sent().size() == RelayRun.BATCH + 3);
    assertThat(broker.kindsOf(7)).containsExactly(OutgoingKind.JOINED, OutgoingKind.READY);
    assertThat(broker.kindsOf(900)).containsExactly(OutgoingKind.JOINED, OutgoingKind.READY);
    broker.ackEverything();
    assertThat(run.get()).isEqualTo(Delivery.DELIVERED);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void run_failureInTheMiddle_removesWhatWasAcked_andSendsNothingMore() throws Exception {
    add(LongStream.rangeClosed(1, 2 * RelayRun.BATCH).mapToObj(Places::joined).toList());
    add(List.of(Places.ready(2), Places.ready(3)));
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == 2 * RelayRun.BATCH && isWaiting());
    broker.nack(1); // ticket 2
    broker.ackEverything();
    assertThat(run.get()).isEqualTo(Delivery.FAILED);
    assertThat(broker.sent()).hasSize(2 * RelayRun.BATCH);
    assertThat(outbox.size()).isEqualTo(3);
    assertThat(outbox.released()).isEqualTo(1);

    assertThat(run()).isEqualTo(Delivery.DELIVERED);
    assertThat(broker.kindsOf(2))
        .containsExactly(OutgoingKind.JOINED, OutgoingKind.JOINED, OutgoingKind.READY);
    assertThat(broker.kindsOf(3)).containsExactly(OutgoingKind.JOINED, OutgoingKind.READY);
  }

  @Test
  void f88_deniedTopic_holdsUpNoOther_andIsTriedAgain() {
    add(List.of(Places.joined(1), Places.ready(1), Places.joined(2)));
    add(LongStream.rangeClosed(11, 9 + RelayRun.BATCH).mapToObj(Places::ready).toList());
    add(List.of(Places.joined(3)));
    broker.ackEverything();
    broker.denied = OutgoingKind.READY;
    assertThat(run()).isEqualTo(Delivery.FAILED);
    assertThat(broker.tickets()).containsExactly(1L, 2L, 3L);
    assertThat(outbox.size()).isEqualTo(RelayRun.BATCH);
    assertThat(outbox.released()).isEqualTo(1);

    broker.denied = null;
    assertThat(run()).isEqualTo(Delivery.DELIVERED);
    assertThat(run()).isEqualTo(Delivery.IDLE);
    assertThat(outbox.size()).isZero();
    assertThat(broker.kindsOf(1)).containsExactly(OutgoingKind.JOINED, OutgoingKind.READY);
  }

  @Test
  void f88_refusedEvent_isNotOvertakenByItsSession() throws Exception {
    add(LongStream.rangeClosed(1, RelayRun.BATCH).mapToObj(Places::joined).toList());
    add(List.of(Places.ready(1), Places.ready(2)));
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == RelayRun.BATCH && isWaiting());
    broker.refuse(0); // ticket 1
    broker.ackEverything();
    assertThat(run.get()).isEqualTo(Delivery.FAILED);
    assertThat(broker.kindsOf(1)).containsExactly(OutgoingKind.JOINED);
    assertThat(broker.kindsOf(2)).containsExactly(OutgoingKind.JOINED, OutgoingKind.READY);
    assertThat(outbox.size()).isEqualTo(2);

    assertThat(run()).isEqualTo(Delivery.DELIVERED);
    assertThat(broker.kindsOf(1))
        .containsExactly(OutgoingKind.JOINED, OutgoingKind.JOINED, OutgoingKind.READY);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void run_channelDead_keepsEverything_andLetsOthersTry() {
    add(List.of(Places.joined(1), Places.joined(2)));
    broker.dead = true;
    assertThat(run()).isEqualTo(Delivery.FAILED);
    assertThat(outbox.size()).isEqualTo(2);
    assertThat(outbox.released()).isEqualTo(1);
  }

  /** One that arrives later than what the next owner sends would be out of order. */
  @Test
  void run_thatDoesNotKnowWhatBecameOfAMessage_keepsItsClaim() throws Exception {
    add(List.of(Places.joined(1), Places.joined(2)));
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == 2 && isWaiting());
    broker.ack(0);
    runner.interrupt();
    assertThat(run.get()).isEqualTo(Delivery.FAILED);
    assertThat(outbox.size()).isEqualTo(1);
    assertThat(outbox.released()).isZero();
  }

  @Test
  void run_redisGoesAway_waitsForWhatIsOnTheWay_andKeepsIt() throws Exception {
    add(LongStream.rangeClosed(1, 3).mapToObj(Places::joined).toList());
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == 3);
    outbox.forgetful(true);
    broker.ackEverything();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(run::get)
        .withCauseInstanceOf(RoomUnavailableException.class);
    outbox.forgetful(false);
    assertThat(outbox.size()).isEqualTo(3);
    assertThat(run()).isEqualTo(Delivery.DELIVERED);
    assertThat(broker.tickets()).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
  }

  @Test
  void run_noPermitLeft_goesOnOneBatchAtATime() throws Exception {
    add(LongStream.rangeClosed(1, 2 * RelayRun.BATCH).mapToObj(Places::joined).toList());
    permits.acquire(PERMITS - 1);
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == RelayRun.BATCH);
    broker.ackEverything();
    assertThat(run.get()).isEqualTo(Delivery.DELIVERED);
    assertThat(run()).isEqualTo(Delivery.IDLE);
    permits.release(PERMITS - 1);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void run_eventsThatKeepComing_areFetchedAtAPace_untilTheSliceIsOver() throws Exception {
    broker.ackEverything();
    add(LongStream.rangeClosed(1, 10).mapToObj(Places::joined).toList());
    FutureTask<Delivery> run = start();
    int sent = 10;
    for (Duration passed = Duration.ZERO;
        passed.compareTo(RelayRun.SLICE) < 0;
        passed = passed.plus(STEP)) {
      int expected = sent;
      Eventually.until(() -> broker.sent().size() == expected && isWaiting());
      add(LongStream.rangeClosed(sent + 1, sent + 10).mapToObj(Places::joined).toList());
      sent += 10;
      ticker.step(STEP);
    }
    assertThat(run.get()).isEqualTo(Delivery.MORE);
    assertThat(outbox.size()).isZero();
    assertThat(outbox.released()).isEqualTo(1);
  }

  @Test
  void run_ackThatNeverComes_endsAtTheLimit_andKeepsItsClaim() throws Exception {
    add(List.of(Places.joined(1)));
    FutureTask<Delivery> run = start();
    Eventually.until(() -> broker.sent().size() == 1 && isWaiting());
    ticker.step(RelayRun.SLICE.plus(RelayRun.LIMIT));
    assertThat(run.get()).isEqualTo(Delivery.FAILED);
    assertThat(outbox.size()).isEqualTo(1);
    assertThat(outbox.released()).isZero();
  }

  private void add(List<RoomEvent> events) {
    events.forEach(outbox::add);
  }

  private FutureTask<Delivery> start() {
    FutureTask<Delivery> task = new FutureTask<>(this::run);
    runner = Thread.ofVirtual().start(task);
    return task;
  }

  /** Whether the run has sent what it may, and waits for acks. */
  private boolean isWaiting() {
    return ticker.parked() > 0;
  }

  private Delivery run() {
    permits.acquireUninterruptibly();
    var claim = new OutboxClaim(outbox, Places.EVENT, "me");
    return new RelayRun(claim, codec, broker::take, permits, ticker).run();
  }

  /** Keeps what it is sent until it is told to ack. */
  private static final class HandBroker {
    private final List<OutgoingMessage> messages = new ArrayList<>();
    private boolean acksEverything;
    private volatile boolean dead;
    private volatile @Nullable OutgoingKind denied;

    synchronized boolean take(OutgoingMessage message) {
      if (dead) {
        return false;
      }
      if (message.kind() == denied) {
        var _ = message.nack(new TopicAuthorizationException(Set.of("T")));
        return true;
      }
      messages.add(message);
      if (acksEverything) {
        var _ = message.ack();
      }
      return true;
    }

    synchronized List<OutgoingMessage> sent() {
      return List.copyOf(messages);
    }

    synchronized void ack(int index) {
      var _ = messages.get(index).ack();
    }

    synchronized void nack(int index) {
      var _ = messages.get(index).nack(new IllegalStateException("refused"));
    }

    synchronized void refuse(int index) {
      var _ = messages.get(index).nack(new TopicAuthorizationException(Set.of("T")));
    }

    synchronized void ackRange(int from, int to) {
      for (OutgoingMessage message : messages.subList(from, to)) {
        if (!message.isAcked()) {
          var _ = message.ack();
        }
      }
    }

    /** From now on; also what it holds, unless it was refused. */
    synchronized void ackEverything() {
      acksEverything = true;
      for (OutgoingMessage message : messages) {
        if (!message.isAcked() && !message.isFailed() && !message.isRefused()) {
          var _ = message.ack();
        }
      }
    }

    List<Long> tickets() {
      return sent().stream().map(HandBroker::ticket).toList();
    }

    List<OutgoingKind> kindsOf(long ticket) {
      return sent().stream()
          .filter(message -> ticket(message) == ticket)
          .map(OutgoingMessage::kind)
          .toList();
    }

    private static long ticket(OutgoingMessage message) {
      return Places.ticket(message.getKey().orElseThrow());
    }
  }
}
