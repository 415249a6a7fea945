package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How fast people join each event, over all replicas, from how the number of its joins grows.
 * Thread-safe.
 */
final class JoinRates {
  /** Least time between two points from which a rate is made. */
  private static final Duration STEP = Duration.ofSeconds(2);

  /** A rate and the point from which the next is made. */
  private record Point(String epoch, long joins, long millis, double perSecond) {
    Point next(RoomSnapshot room) {
      long now = room.readAt().toEpochMilli();
      if (!room.epoch().equals(epoch) || now < millis) {
        return new Point(room.epoch(), room.joins(), now, 0);
      }
      long elapsed = now - millis;
      return elapsed < STEP.toMillis()
          ? this
          : new Point(epoch, room.joins(), now, (room.joins() - joins) * 1000.0 / elapsed);
    }
  }

  private final Rooms rooms;
  private final Map<EventId, Point> points = new ConcurrentHashMap<>();

  /**
   * @param rooms whose events are remembered; those of others are forgotten
   */
  JoinRates(Rooms rooms) {
    this.rooms = rooms;
  }

  /** Returns the joins per second of the last seconds; 0 for a room not seen before. */
  double perSecond(RoomSnapshot room) {
    if (!points.containsKey(room.eventId())) {
      forgetRemoved(); // so the map never holds more than the events there are and one
    }
    Point start = new Point(room.epoch(), room.joins(), room.readAt().toEpochMilli(), 0);
    return points
        .compute(room.eventId(), (_, point) -> (point == null ? start : point).next(room))
        .perSecond();
  }

  private void forgetRemoved() {
    Set<EventId> known =
        rooms.all().stream().map(RoomSnapshot::eventId).collect(Collectors.toSet());
    points.keySet().retainAll(known);
  }

  /** Returns how many events are remembered. */
  int size() {
    return points.size();
  }
}
