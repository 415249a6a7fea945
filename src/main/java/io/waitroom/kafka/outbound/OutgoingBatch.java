package io.waitroom.kafka.outbound;

import io.waitroom.room.Outbox;
import io.waitroom.room.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Events handed out together, on their way to the broker in waves: a session's events are in
 * different ones, and a wave goes out when those before it are acked. A session whose event is
 * refused is set aside: its later events are not sent, as they would overtake that one. Confined to
 * the sender's thread, but for the fates of the messages.
 */
public final class OutgoingBatch {
  /** An event on its way, whose it is, and in which wave of which batch. */
  record InFlight(OutgoingBatch batch, long ticket, int wave, OutgoingMessage message) {}

  private final List<Outbox.Entry> entries;
  private final EventCodec codec;
  private final Map<Long, InFlight> sessions;
  private final List<InFlight> inFlight;
  private final Set<Long> setAside;
  private final List<List<InFlight>> later = new ArrayList<>(0);
  private final AckLatch acks;
  private int laterSent;

  /**
   * @param sessions the last event of each session that is on the way, by ticket; the batches of a
   *     room share it
   * @param setAside the sessions that are set aside, by ticket; the batches of a room share it
   */
  OutgoingBatch(
      List<Outbox.Entry> entries,
      EventCodec codec,
      Map<Long, InFlight> sessions,
      Set<Long> setAside,
      Ticker ticker) {
    this.entries = entries;
    this.codec = codec;
    this.sessions = sessions;
    this.setAside = setAside;
    this.inFlight = new ArrayList<>(entries.size());
    this.acks = new AckLatch(ticker);
  }

  List<Outbox.Entry> entries() {
    return entries;
  }

  /** The fates of what was sent of this batch. */
  AckLatch acks() {
    return acks;
  }

  /**
   * Sends what need not wait for an ack, each as soon as it is encoded; false, and no more is sent,
   * when one failed at once.
   *
   * @param emit hands a message to its channel; false when it cannot
   */
  boolean send(Predicate<OutgoingMessage> emit) {
    SendLoop loop = new SendLoop(emit);
    for (int i = 0; i < entries.size() && loop.works; i++) {
      InFlight event = add(codec.encode(entries.get(i).event(), acks));
      if (event.wave == 0) {
        loop.accept(event);
      }
    }
    return loop.end();
  }

  /** Whether there are messages that waited for those sent so far. */
  boolean hasWave() {
    return laterSent < later.size();
  }

  /** Sends what waited for those sent so far, which are acked now; false as {@link #send}. */
  boolean sendWave(Predicate<OutgoingMessage> emit) {
    setRefusedAside();
    SendLoop loop = new SendLoop(emit);
    List<InFlight> wave = later.get(laterSent++);
    for (int i = 0; i < wave.size() && loop.works; i++) {
      loop.accept(wave.get(i));
    }
    return loop.end();
  }

  /** The ids of those that are acked. */
  List<String> acked() {
    List<String> ids = new ArrayList<>(inFlight.size());
    for (int i = 0; i < inFlight.size(); i++) {
      if (inFlight.get(i).message.isAcked()) {
        ids.add(entries.get(i).id());
      }
    }
    return ids;
  }

  /**
   * Takes its events out of {@code sessions} again, where nothing newer took their place, and sets
   * aside those that were refused.
   */
  void forget() {
    setRefusedAside();
    for (InFlight event : inFlight) {
      sessions.remove(event.ticket, event);
    }
  }

  private void setRefusedAside() {
    for (InFlight event : inFlight) {
      if (event.message.isRefused()) {
        setAside.add(event.ticket);
      }
    }
  }

  /** Takes the message of the next entry; in the first wave it may go out at once. */
  private InFlight add(OutgoingMessage message) {
    long ticket = entries.get(inFlight.size()).event().ref().ticket();
    InFlight before = sessions.get(ticket);
    int wave = 0;
    if (before != null && !before.message.isAcked()) {
      wave = equals(before.batch) ? before.wave + 1 : 1;
    }
    InFlight event = new InFlight(this, ticket, wave, message);
    sessions.put(ticket, event);
    inFlight.add(event);
    if (wave > later.size()) {
      later.add(new ArrayList<>());
    }
    if (wave > 0) {
      later.get(wave - 1).add(event);
    }
    return event;
  }

  /** Messages being handed to their channels, and what is to be counted of it. */
  private final class SendLoop {
    private final Predicate<OutgoingMessage> emit;
    private int sent;
    private boolean works = true;

    SendLoop(Predicate<OutgoingMessage> emit) {
      this.emit = emit;
    }

    void accept(InFlight event) {
      if (setAside.contains(event.ticket)) {
        return;
      }
      boolean handedOver = emit.test(event.message);
      sent += handedOver ? 1 : 0;
      works = handedOver && !event.message.isFailed();
    }

    boolean end() {
      acks.sent(sent);
      return works;
    }
  }

  /**
   * Counts the messages on the way whose fate is not known yet. One thread sends and waits; any
   * thread resolves. Instead of a future for each message: the waiter is woken once.
   */
  static final class AckLatch {
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean anyFailed;
    private volatile boolean waited;
    private final Thread sender = Thread.currentThread();
    private final Ticker ticker;

    AckLatch(Ticker ticker) {
      this.ticker = ticker;
    }

    /**
     * So many were sent since the last call; their fates may be known before this is called, so the
     * count is below zero in between.
     */
    void sent(int count) {
      open.addAndGet(count);
    }

    /**
     * The fate of one is known.
     *
     * @param works false when others will not be acked either
     */
    void resolved(boolean works) {
      if (!works) {
        anyFailed = true;
      }
      if (open.decrementAndGet() == 0 && waited) {
        LockSupport.unpark(sender);
      }
    }

    /** Whether one has failed. */
    boolean anyFailed() {
      return anyFailed;
    }

    /**
     * Waits until the fates of all that were sent are known; false when it is {@code deadlineNanos}
     * before that, or the thread is interrupted. By the sender only.
     */
    boolean await(long deadlineNanos) {
      waited = true;
      while (open.get() > 0) {
        long left = deadlineNanos - ticker.nanos();
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          waited = false;
          return false;
        }
        ticker.park(this, left);
      }
      waited = false;
      return true;
    }
  }
}
