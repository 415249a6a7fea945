package io.waitroom.kafka.outbound;

import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.room.Outbox;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * One delivery of a room's outbox: the next batch is claimed, encoded and sent while the acks of
 * those before it are under way; what was acked is removed with the next claim. Confined to one
 * thread, used once.
 *
 * <p>An event goes out when the one before it of the same session is acked, also across topics and
 * batches. Batches end in the order in which they were claimed. A refused event stays in the outbox
 * with those that follow it of its session, and holds up no other. After any other failure nothing
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

  private final OutboxClaim outbox;
  private final EventCodec codec;
  private final Predicate<OutgoingMessage> emit;
  private final Semaphore permits;
  private final Ticker ticker;
  private final long sliceEndNanos;
  private final long deadlineNanos;
  private final Deque<OutgoingBatch> underWay = new ArrayDeque<>();
  private final Deque<OutgoingBatch> acked = new ArrayDeque<>();
  private final Map<Long, OutgoingBatch.InFlight> sessions = new HashMap<>();
  private final Set<Long> setAside = new HashSet<>();
  private boolean delivered;
  private int held = 1;
  private String seen = "";
  private long claimedNanos;
  private int claimed;

  /**
   * @param emit hands a message to its channel; false when it cannot
   * @param permits for batches on the way, of all rooms together; this run owns one, and gives it
   *     back
   */
  RelayRun(
      OutboxClaim outbox,
      EventCodec codec,
      Predicate<OutgoingMessage> emit,
      Semaphore permits,
      Ticker ticker) {
    this.outbox = outbox;
    this.codec = codec;
    this.emit = emit;
    this.permits = permits;
    this.ticker = ticker;
    this.sliceEndNanos = ticker.nanos() + SLICE.toNanos();
    this.deadlineNanos = sliceEndNanos + LIMIT.toNanos();
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
        return setAside.isEmpty()
            ? (any ? Delivery.DELIVERED : Delivery.IDLE)
            : end(Delivery.FAILED);
      }
      any = true;
      if (!send(entries)) {
        return end(Delivery.FAILED);
      }
      boolean more = entries.size() == BATCH;
      if (more && mayClaimAnother()) {
        continue;
      }
      do {
        if (!finishOldest()) {
          return end(Delivery.FAILED);
        }
      } while (!more && !underWay.isEmpty());
    } while (ticker.nanos() - sliceEndNanos < 0 || isStuck());
    while (!underWay.isEmpty()) {
      if (!finishOldest()) {
        return end(Delivery.FAILED);
      }
    }
    return end(setAside.isEmpty() ? Delivery.MORE : Delivery.FAILED);
  }

  /** Whether the run has come across refused events only; others may be behind them. */
  private boolean isStuck() {
    return !setAside.isEmpty() && !delivered;
  }

  private void pace() {
    if (claimed < PACED_FROM || claimed == BATCH) {
      return;
    }
    long next = claimedNanos + (claimed < SLOWLY_PACED_FROM ? PACE : SLOW_PACE).toNanos();
    long left = next - ticker.nanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      ticker.park(this, left);
      left = next - ticker.nanos();
    }
  }

  private List<Outbox.Entry> claim() {
    Outbox.Progress progress = Outbox.Progress.seen(seen);
    if (!acked.isEmpty()) {
      String from = acked.getFirst().entries().getFirst().id();
      progress = new Outbox.Progress(seen, from, acked.getLast().entries().getLast().id());
    }
    claimedNanos = ticker.nanos();
    List<Outbox.Entry> entries = outbox.next(LEASE, progress, BATCH);
    acked.clear();
    claimed = entries.size();
    if (!entries.isEmpty()) {
      seen = entries.getLast().id();
    }
    return entries;
  }

  private boolean mayClaimAnother() {
    // Those who wait for their turn come first.
    if (underWay.size() >= WINDOW || permits.hasQueuedThreads() || !permits.tryAcquire()) {
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
    OutgoingBatch batch = new OutgoingBatch(entries, codec, sessions, setAside, ticker);
    underWay.addLast(batch);
    return batch.send(emit);
  }

  /** Waits for the acks of the oldest batch, wave after wave; false when one does not come. */
  private boolean finishOldest() {
    OutgoingBatch oldest = underWay.getFirst();
    boolean works = oldest.acks().await(deadlineNanos) && !oldest.acks().anyFailed();
    while (works && oldest.hasWave()) {
      works =
          ticker.nanos() - claimedNanos < SENDING.toNanos()
              && oldest.sendWave(emit)
              && oldest.acks().await(deadlineNanos)
              && !oldest.acks().anyFailed();
    }
    if (!works) {
      return false;
    }
    underWay.removeFirst();
    oldest.forget();
    if (setAside.isEmpty()) {
      acked.addLast(oldest);
      delivered = true;
    } else {
      remove(oldest.acked()); // the next claim removes from the oldest entry on, and that one stays
    }
    if (held > 1) {
      held--;
      permits.release();
    }
    return true;
  }

  /** Removes what was acked, and gives up the claim if the fate of all that was sent is known. */
  private Delivery end(Delivery delivery) {
    boolean settled = settle();
    removeAcked();
    if (settled) {
      outbox.release();
    }
    return delivery;
  }

  /** Waits until all fates are known, or as long as it may; false when one is not known then. */
  private boolean settle() {
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
    remove(ids);
  }

  private void remove(List<String> ids) {
    delivered |= !ids.isEmpty();
    for (int i = 0; i < ids.size(); i += REMOVED_MAX) {
      outbox.done(ids.subList(i, Math.min(i + REMOVED_MAX, ids.size())));
    }
  }
}
