package io.waitroom.kafka;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.Relay.Delivery;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of a room's outbox: while a batch is encoded and sent, the next one is claimed, and
 * the acks of those before it are under way; what was acked is removed with the next claim.
 * Confined to one thread but for that claim, used once.
 *
 * <p>An event goes out when the one before it of the same session is acked, also across topics and
 * batches. Batches end in the order in which they were claimed. After the first failure nothing
 * more is sent; what was acked by then is removed, the rest stays. A run that ends gives up its
 * claim, so that a replica which cannot send, or stops, holds up no other; unless it does not know
 * what became of something that it has sent.
 */
final class RelayRun {
  /** Most events in a batch. */
  static final int BATCH = 500;

  /** Most batches of one room on the way at once. */
  static final int WINDOW = 4;

  /** For how long batches are claimed; a run that goes on would hold up the stop. */
  static final Duration SLICE = Duration.ofMillis(500);

  /** How long after that the last fate is known. */
  static final Duration LIMIT = ClientProperties.DELIVERY_TIMEOUT.plusSeconds(2);

  private static final Duration LEASE = Duration.ofSeconds(15);

  /** How long after a claim something may be sent, for its fate to be known within the lease. */
  private static final Duration SENDING =
      LEASE.minus(ClientProperties.DELIVERY_TIMEOUT).minusSeconds(2);

  /**
   * While events come, they are fetched at this pace rather than a few at a time: a round costs as
   * much as a dozen events. A lone event never waits.
   */
  private static final Duration PACE = Duration.ofMillis(8);

  private static final int PACED_FROM = 4;

  /** The pace while very many come, thousands a second: a round costs the broker more still. */
  private static final Duration SLOW_PACE = Duration.ofMillis(20);

  private static final int SLOWLY_PACED_FROM = 32;
  private static final int REMOVED_MAX = 1_000;

  private static final Executor CLAIMS = task -> Thread.ofVirtual().name("relay-claim").start(task);

  private final EventId eventId;
  private final String owner;
  private final Outbox outbox;
  private final EventCodec codec;
  private final Predicate<OutgoingMessage> emit;
  private final Semaphore permits;
  private final long sliceEndNanos = System.nanoTime() + SLICE.toNanos();
  private final long deadlineNanos = sliceEndNanos + LIMIT.toNanos();
  private final Deque<OutgoingBatch> underWay = new ArrayDeque<>();
  private final Deque<OutgoingBatch> acked = new ArrayDeque<>();
  private final Map<Long, OutgoingBatch.Flight> sessions = new HashMap<>();
  private int held = 1;

  /** The next batch, while it is being claimed. */
  private @Nullable CompletableFuture<List<Outbox.Entry>> ahead;

  private String seen = "";
  private long claimedNanos;
  private int claimed;

  /**
   * @param emit hands a message to its channel; false when it cannot
   * @param permits for batches on the way, of all rooms together; this run owns one, and gives it
   *     back
   */
  RelayRun(
      EventId eventId,
      String owner,
      Outbox outbox,
      EventCodec codec,
      Predicate<OutgoingMessage> emit,
      Semaphore permits) {
    this.eventId = eventId;
    this.owner = owner;
    this.outbox = outbox;
    this.codec = codec;
    this.emit = emit;
    this.permits = permits;
  }

  Delivery run() {
    try {
      return deliver();
    } catch (RuntimeException e) {
      boolean _ = settle(); // so that nothing is on the way when the next run sends it again
      throw e;
    } finally {
      permits.release(held);
    }
  }

  private Delivery deliver() {
    boolean any = false;
    do {
      pace();
      List<Outbox.Entry> entries = claim();
      if (entries.isEmpty() && underWay.isEmpty()) {
        return any ? Delivery.DELIVERED : Delivery.IDLE;
      }
      any = true;
      finishAcked();
      boolean more = entries.size() == BATCH;
      if (more && isWithinSlice() && mayClaimAnother()) {
        claimAhead();
      }
      if (!send(entries)) {
        return fail();
      }
      if (ahead == null && !(more ? finishOldest() : finishAll())) {
        return fail();
      }
    } while (ahead != null || isWithinSlice());
    if (!finishAll()) {
      return fail();
    }
    removeAcked();
    outbox.release(eventId, owner);
    return Delivery.MORE;
  }

  private void pace() {
    if (claimed < PACED_FROM || claimed == BATCH) {
      return;
    }
    long next = claimedNanos + (claimed < SLOWLY_PACED_FROM ? PACE : SLOW_PACE).toNanos();
    long left = next - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = next - System.nanoTime();
    }
  }

  private boolean isWithinSlice() {
    return System.nanoTime() - sliceEndNanos < 0;
  }

  /** Claims the next batch while this one is encoded and sent; {@link #claim} gets it. */
  private void claimAhead() {
    ahead = CompletableFuture.supplyAsync(claiming(), CLAIMS);
  }

  private List<Outbox.Entry> claim() {
    CompletableFuture<List<Outbox.Entry>> begun = ahead;
    ahead = null;
    List<Outbox.Entry> entries = begun == null ? claiming().get() : outcome(begun);
    acked.clear();
    claimed = entries.size();
    if (!entries.isEmpty()) {
      seen = entries.getLast().id();
    }
    return entries;
  }

  private Supplier<List<Outbox.Entry>> claiming() {
    Outbox.Progress progress =
        acked.isEmpty()
            ? Outbox.Progress.seen(seen)
            : new Outbox.Progress(
                seen,
                acked.getFirst().entries().getFirst().id(),
                acked.getLast().entries().getLast().id());
    claimedNanos = System.nanoTime();
    return () -> outbox.claim(eventId, owner, LEASE, progress, BATCH);
  }

  private static List<Outbox.Entry> outcome(CompletableFuture<List<Outbox.Entry>> claim) {
    try {
      return claim.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Whether there is room for a batch beside those under way and the one that is to be sent. */
  private boolean mayClaimAnother() {
    // Those who wait for their turn come first.
    if (underWay.size() + 1 >= WINDOW || permits.hasQueuedThreads() || !permits.tryAcquire()) {
      return false;
    }
    held++;
    return true;
  }

  /** Sends what need not wait for an ack; false when something failed at once. */
  private boolean send(List<Outbox.Entry> entries) {
    if (entries.isEmpty()) {
      return true;
    }
    OutgoingBatch batch = new OutgoingBatch(entries, codec, sessions);
    underWay.addLast(batch);
    return batch.send(emit);
  }

  private boolean finishAll() {
    boolean works = true;
    while (works && !underWay.isEmpty()) {
      works = finishOldest();
    }
    return works;
  }

  /** Finishes the oldest batches, as far as there is nothing to wait for. */
  private void finishAcked() {
    while (!underWay.isEmpty() && underWay.getFirst().isAcked()) {
      finished(underWay.removeFirst());
    }
  }

  /** Waits for the acks of the oldest batch, wave after wave; false when one does not come. */
  private boolean finishOldest() {
    OutgoingBatch oldest = underWay.getFirst();
    boolean works = oldest.acks().await(deadlineNanos) && !oldest.acks().anyFailed();
    while (works && oldest.hasWave()) {
      works =
          System.nanoTime() - claimedNanos < SENDING.toNanos()
              && oldest.sendWave(emit)
              && oldest.acks().await(deadlineNanos)
              && !oldest.acks().anyFailed();
    }
    if (!works) {
      return false;
    }
    finished(underWay.removeFirst());
    return true;
  }

  private void finished(OutgoingBatch batch) {
    batch.forget();
    acked.addLast(batch);
    if (held > 1) {
      held--;
      permits.release();
    }
  }

  private Delivery fail() {
    boolean settled = settle();
    removeAcked();
    if (settled) {
      outbox.release(eventId, owner);
    }
    return Delivery.FAILED;
  }

  /** Waits until all fates are known, or as long as it may; false when one is not known then. */
  private boolean settle() {
    CompletableFuture<List<Outbox.Entry>> begun = ahead;
    if (begun != null) {
      // It would renew the claim after this run; what it gets stays in the outbox.
      var _ = begun.exceptionally(_ -> List.of()).join();
    }
    for (OutgoingBatch batch : underWay) {
      if (!batch.acks().await(deadlineNanos)) {
        return false; // what is not acked by now stays in the outbox
      }
    }
    return true;
  }

  private void removeAcked() {
    List<String> ids = new ArrayList<>();
    acked.forEach(batch -> ids.addAll(batch.acked()));
    underWay.forEach(batch -> ids.addAll(batch.acked()));
    for (int i = 0; i < ids.size(); i += REMOVED_MAX) {
      outbox.done(eventId, owner, ids.subList(i, Math.min(i + REMOVED_MAX, ids.size())));
    }
  }
}
