package io.waitroom.kafka;

import io.waitroom.room.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Events handed out together, on their way to the broker in waves: a session's events are in
 * different ones, and a wave goes out when those before it are acked. Confined to the sender's
 * thread, but for the fates of the messages.
 */
final class OutgoingBatch {
  /** An event on its way, and in which wave of which batch. */
  record Flight(OutgoingBatch batch, int wave, OutgoingMessage message) {}

  private final List<Outbox.Entry> entries;
  private final EventCodec codec;
  private final Map<Long, Flight> sessions;
  private final List<Flight> flights;
  private final List<List<OutgoingMessage>> later = new ArrayList<>(0);
  private final Acks acks = new Acks();
  private int laterSent;

  /**
   * @param sessions the last event of each session that is on the way, by ticket; the batches of a
   *     room share it
   */
  OutgoingBatch(List<Outbox.Entry> entries, EventCodec codec, Map<Long, Flight> sessions) {
    this.entries = entries;
    this.codec = codec;
    this.sessions = sessions;
    this.flights = new ArrayList<>(entries.size());
  }

  List<Outbox.Entry> entries() {
    return entries;
  }

  /** The fates of what was sent of this batch. */
  Acks acks() {
    return acks;
  }

  /**
   * Sends what need not wait for an ack, each as soon as it is encoded; false, and no more is sent,
   * when one failed at once.
   *
   * @param emit hands a message to its channel; false when it cannot
   */
  boolean send(Predicate<OutgoingMessage> emit) {
    Handing handing = new Handing(emit);
    for (int i = 0; i < entries.size() && handing.works; i++) {
      OutgoingMessage message = codec.encode(entries.get(i).event(), acks);
      if (add(message)) {
        handing.accept(message);
      }
    }
    return handing.end();
  }

  /** Whether there are messages that waited for those sent so far. */
  boolean hasWave() {
    return laterSent < later.size();
  }

  /** Sends what waited for those sent so far, which are acked now; false as {@link #send}. */
  boolean sendWave(Predicate<OutgoingMessage> emit) {
    Handing handing = new Handing(emit);
    List<OutgoingMessage> wave = later.get(laterSent++);
    for (int i = 0; i < wave.size() && handing.works; i++) {
      handing.accept(wave.get(i));
    }
    return handing.end();
  }

  /** The ids of those that are acked. */
  List<String> acked() {
    List<String> ids = new ArrayList<>(flights.size());
    for (int i = 0; i < flights.size(); i++) {
      if (flights.get(i).message.isAcked()) {
        ids.add(entries.get(i).id());
      }
    }
    return ids;
  }

  /** Takes its events out of {@code sessions} again, where nothing newer took their place. */
  void forget() {
    for (int i = 0; i < flights.size(); i++) {
      sessions.remove(entries.get(i).event().ref().ticket(), flights.get(i));
    }
  }

  /** Takes the message of the next entry; whether it may go out at once. */
  private boolean add(OutgoingMessage message) {
    long ticket = entries.get(flights.size()).event().ref().ticket();
    Flight before = sessions.get(ticket);
    int wave = 0;
    if (before != null && !before.message.isAcked()) {
      wave = equals(before.batch) ? before.wave + 1 : 1;
    }
    Flight flight = new Flight(this, wave, message);
    sessions.put(ticket, flight);
    flights.add(flight);
    if (wave > later.size()) {
      later.add(new ArrayList<>());
    }
    if (wave > 0) {
      later.get(wave - 1).add(message);
    }
    return wave == 0;
  }

  /** Messages being handed to their channels, and what is to be counted of it. */
  private final class Handing {
    private final Predicate<OutgoingMessage> emit;
    private int sent;
    private boolean works = true;

    Handing(Predicate<OutgoingMessage> emit) {
      this.emit = emit;
    }

    void accept(OutgoingMessage message) {
      boolean handedOver = emit.test(message);
      sent += handedOver ? 1 : 0;
      works = handedOver && !message.isFailed();
    }

    boolean end() {
      acks.sent(sent);
      return works;
    }
  }
}
