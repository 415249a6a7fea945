package io.waitroom.http.connection;

import io.waitroom.ops.CutOffReason;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A guard that cuts off clients that keep a thread of ours waiting: that send a request drop by
 * drop, or do not read what they are sent. Each has {@link #PATIENCE}. Together they may make us
 * hold so many bytes, beyond which the greatest goes first, and of the greatest the oldest; and
 * where nearly all connections are taken, whoever keeps us waiting the longest makes room for
 * others, clients between two good requests last. Helidon has no timeouts on a server's sockets;
 * but the socket of a virtual thread that is interrupted while it reads or writes is closed.
 *
 * <p>Thread-safe.
 */
@Service
public class SlowClientGuard {
  /** How long a client may take to send a request that it has begun, or to take one write. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Ticker ticker;
  private final Metrics metrics;
  private final int maxConnections;
  private final long maxHeldBytes;
  private final Set<Deadline> deadlines = ConcurrentHashMap.newKeySet();
  private final AtomicLong held = new AtomicLong();
  private final AtomicBoolean relieving = new AtomicBoolean();
  private final AtomicBoolean makingRoom = new AtomicBoolean();
  private volatile @Nullable Thread watch;
  private volatile boolean stopped;

  @Inject
  public SlowClientGuard(Ticker ticker, Metrics metrics) {
    this(ticker, metrics, ConnectionLimits.most(), ConnectionLimits.heldBytes());
  }

  /**
   * @param maxConnections most clients that Helidon lets in
   * @param maxHeldBytes most bytes that all clients together may make us hold
   */
  SlowClientGuard(Ticker ticker, Metrics metrics, int maxConnections, long maxHeldBytes) {
    this.ticker = ticker;
    this.metrics = metrics;
    this.maxConnections = maxConnections;
    this.maxHeldBytes = maxHeldBytes;
    metrics.openConnections(deadlines::size, maxConnections);
  }

  /** Watches a client that nobody waits for yet. */
  public Deadline watch() {
    Deadline deadline = new Deadline(this);
    makeRoom();
    return deadline;
  }

  /** Watches a client that the calling thread writes to from now on. */
  public Deadline begin() {
    Deadline deadline = watch();
    deadline.beginWrite();
    return deadline;
  }

  void add(Deadline deadline) {
    deadlines.add(deadline);
  }

  void remove(Deadline deadline) {
    deadlines.remove(deadline);
  }

  void holdMore(long bytes) {
    held.addAndGet(bytes);
  }

  void noteCutOff(CutOffReason reason) {
    metrics.clientCutOff(reason);
  }

  /** Returns the elapsed time by which deadlines are kept. */
  long nanos() {
    return ticker.nanos();
  }

  /** Returns how many bytes are held for clients, as they count against the limit. */
  long heldBytes() {
    return held.get();
  }

  /** Begins to look at clients. */
  public void start() {
    watch = Thread.ofVirtual().name("slow-client-guard").start(this::lookAtAll);
  }

  /** Looks at no client any more. */
  public void stop() {
    stopped = true;
    LockSupport.unpark(watch);
  }

  private void lookAtAll() {
    while (!stopped) {
      ticker.park(this, INTERVAL.toNanos());
      long now = ticker.nanos();
      deadlines.forEach(deadline -> deadline.cutOffIfLate(now));
      relieve();
      makeRoom();
    }
  }

  /** A client as it is now, since what it is sorted by changes all the time. */
  private record Candidate(
      Deadline deadline, boolean betweenRequests, long heldBytes, long ageNanos) {
    static final Comparator<Candidate> OLDEST =
        Comparator.comparingLong(Candidate::ageNanos).reversed();

    static final Comparator<Candidate> GREATEST_AND_OLDEST =
        Comparator.comparingLong(Candidate::heldBytes).reversed().thenComparing(OLDEST);

    static final Comparator<Candidate> OLDEST_IN_A_REQUEST =
        Comparator.comparing(Candidate::betweenRequests).thenComparing(OLDEST);

    static Candidate of(Deadline deadline, long now) {
      return new Candidate(
          deadline,
          deadline.isBetweenRequests(),
          deadline.heldBytes(),
          now - deadline.sinceNanos());
    }
  }

  /**
   * Cuts off clients until one eighth of what may be held is free again, so that not each new byte
   * looks at all of them. One thread at a time; what has been cut off counts as free.
   */
  void relieve() {
    if (held.get() <= maxHeldBytes || !relieving.compareAndSet(false, true)) {
      return;
    }
    try {
      long leaving =
          deadlines.stream().filter(Deadline::isCut).mapToLong(Deadline::heldBytes).sum();
      long excess = held.get() - leaving - maxHeldBytes;
      if (excess > 0) {
        cutOff(
            CutOffReason.MEMORY,
            Deadline::isHolding,
            Candidate.GREATEST_AND_OLDEST,
            Candidate::heldBytes,
            excess + maxHeldBytes / 8);
      }
    } finally {
      relieving.set(false);
    }
  }

  /**
   * Cuts clients off, where fewer than one sixteenth of all connections are free, to one eighth.
   */
  private void makeRoom() {
    if (deadlines.size() <= maxConnections - maxConnections / 16
        || !makingRoom.compareAndSet(false, true)) {
      return;
    }
    try {
      long leaving = deadlines.stream().filter(Deadline::isCut).count();
      cutOff(
          CutOffReason.CONNECTIONS,
          Deadline::isWaitedForLong,
          Candidate.OLDEST_IN_A_REQUEST,
          candidate -> 1,
          deadlines.size() - leaving - (maxConnections - maxConnections / 8));
    } finally {
      makingRoom.set(false);
    }
  }

  private void cutOff(
      CutOffReason reason,
      BiPredicate<Deadline, Long> filter,
      Comparator<Candidate> order,
      ToLongFunction<Candidate> gain,
      long excess) {
    long now = ticker.nanos();
    List<Candidate> candidates =
        deadlines.stream()
            .filter(deadline -> filter.test(deadline, now))
            .map(deadline -> Candidate.of(deadline, now))
            .sorted(order)
            .toList();
    long left = excess;
    for (Candidate candidate : candidates) {
      if (left <= 0) {
        return;
      }
      if (candidate.deadline().cutOff(reason)) {
        left -= gain.applyAsLong(candidate);
      }
    }
  }
}
