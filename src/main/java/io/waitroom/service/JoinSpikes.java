package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells in which events joins spike. It counts the attempts at this replica, and the joins at all
 * replicas. Attempts go on when proofs hold the joins back. A spike lasts for {@link #HOLD} after
 * the last second that was one.
 *
 * <p>Thread-safe.
 */
final class JoinSpikes {
  /** How long a spike lasts after the last second that was one. */
  static final Duration HOLD = Duration.ofMinutes(5);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int threshold;
  private final Rooms rooms;
  private final JoinRates rates;
  private final Ticker ticker;
  private final Map<EventId, Spike> spikes = new ConcurrentHashMap<>();

  /** The second that is counted, and the last one that was a spike. Guarded by itself. */
  private static final class Spike {
    private long since;
    private int attempts;
    private long lastAt;
    private boolean on;

    Spike(long now) {
      this.since = now;
    }
  }

  /**
   * @param threshold attempts or joins within a second that are a spike, at least 1
   * @param rooms whose events are remembered; those of others are forgotten
   */
  JoinSpikes(int threshold, Rooms rooms, Ticker ticker) {
    this.threshold = threshold;
    this.rooms = rooms;
    this.rates = new JoinRates(rooms);
    this.ticker = ticker;
  }

  /** Counts an attempt to join, and returns whether it is part of a spike. */
  boolean attempt(RoomSnapshot room) {
    return isOn(room, 1);
  }

  /** Returns whether joins spike. */
  boolean isOn(RoomSnapshot room) {
    return isOn(room, 0);
  }

  private boolean isOn(RoomSnapshot room, int attempts) {
    if (!spikes.containsKey(room.eventId())) {
      forgetRemoved(); // so the map never holds more than the events there are and one
    }
    double joins = rates.perSecond(room);
    long now = ticker.nanos();
    Spike spike = spikes.computeIfAbsent(room.eventId(), _ -> new Spike(now));
    synchronized (spike) {
      if (now - spike.since >= SECOND) {
        spike.since = now;
        spike.attempts = 0;
      }
      spike.attempts += attempts;
      if (spike.attempts >= threshold || joins >= threshold) {
        spike.on = true;
        spike.lastAt = now;
      } else if (spike.on && now - spike.lastAt >= HOLD.toNanos()) {
        spike.on = false;
      }
      return spike.on;
    }
  }

  private void forgetRemoved() {
    Set<EventId> known =
        rooms.all().stream().map(RoomSnapshot::eventId).collect(Collectors.toSet());
    spikes.keySet().retainAll(known);
  }
}
