package io.waitroom.kafka;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** The outboxes of all rooms in memory, with one owner. */
public final class MemoryOutbox implements Outbox {
  private final TreeMap<String, RoomEvent> events = new TreeMap<>();
  private long next = 1;
  private int claims;
  private int released;
  private boolean forgetful;

  public synchronized void add(RoomEvent event) {
    events.put("%08d-0".formatted(next++), event);
  }

  /** How many events are left. */
  public synchronized int size() {
    return events.size();
  }

  /** Redis is away whenever something is to be removed. */
  public synchronized void forgetful(boolean forgetful) {
    this.forgetful = forgetful;
  }

  @Override
  public synchronized List<Entry> claim(
      EventId eventId, String owner, Duration lease, Progress progress, int batch) {
    claims++;
    if (!progress.ackedFrom().isEmpty()) {
      refuseIfForgetful();
      events.subMap(progress.ackedFrom(), true, progress.ackedTo(), true).clear();
    }
    return events.tailMap(progress.seen(), false).entrySet().stream()
        .filter(entry -> entry.getValue().ref().eventId().equals(eventId))
        .limit(batch)
        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public synchronized void done(EventId eventId, String owner, Collection<String> ids) {
    refuseIfForgetful();
    ids.forEach(events::remove);
  }

  @Override
  public synchronized void release(EventId eventId, String owner) {
    refuseIfForgetful();
    released++;
  }

  /** How often the claim was given up though events may be left. */
  public synchronized int released() {
    return released;
  }

  /** How often events were asked for. */
  synchronized int claims() {
    return claims;
  }

  private void refuseIfForgetful() {
    if (forgetful) {
      throw new RoomUnavailableException("done", new IllegalStateException("away"));
    }
  }
}
