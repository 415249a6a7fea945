package io.waitroom.kafka;

import io.waitroom.room.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Events handed out together, on their way to the broker in waves: a session's events are in
 * different ones, and a wave goes out when those before it are acked. Confined to the sender's
 * thread, but for the fates of the messages.
 */
final class OutgoingBatch {
  /** An event on its way, and in which wave of which batch. */
  record Flight(OutgoingBatch batch, int wave, OutgoingMessage message) {}

  private final List<Outbox.Entry> entries;
  private final List<Flight> flights;
  private final List<List<OutgoingMessage>> later = new ArrayList<>(0);
  private final Acks acks = new Acks();
  private int laterSent;

  OutgoingBatch(List<Outbox.Entry> entries) {
    this.entries = entries;
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
   * Takes the message of the next entry; true when it may go out at once, false when the session's
   * event before it is not acked yet.
   *
   * @param sessions the last event of each session, by ticket; this one from now on
   */
  boolean add(OutgoingMessage message, Map<Long, Flight> sessions) {
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

  /** Whether there are messages that waited for those sent so far. */
  boolean hasWave() {
    return laterSent < later.size();
  }

  /** The messages to be sent when all that was sent before is acked. */
  List<OutgoingMessage> nextWave() {
    return later.get(laterSent++);
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

  /** Takes what was added out of {@code sessions} again, where nothing newer took its place. */
  void forget(Map<Long, Flight> sessions) {
    for (int i = 0; i < flights.size(); i++) {
      sessions.remove(entries.get(i).event().ref().ticket(), flights.get(i));
    }
  }
}
