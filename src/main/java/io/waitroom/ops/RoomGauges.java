package io.waitroom.ops;

import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SessionStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What the rooms look like, from one set of snapshots: the longest by name, the rest as one. */
final class RoomGauges {
  static final Set<Metric> METRICS =
      Set.of(
          Metric.QUEUE_LENGTH,
          Metric.QUEUE_LENGTH_LIMIT,
          Metric.SESSIONS_ACTIVE,
          Metric.EVENT_TICKETS,
          Metric.EVENT_ADMITTED,
          Metric.EVENT_ENDED,
          Metric.EVENTS_KNOWN,
          Metric.ADMISSION_RATE,
          Metric.ADMISSION_RATE_LIMIT,
          Metric.ADMISSION_SLOTS_USED,
          Metric.ADMISSION_SLOTS_LIMIT,
          Metric.ADMISSION_OPEN,
          Metric.ADMISSION_STALLED,
          Metric.OUTBOX_LENGTH,
          Metric.OUTBOX_AGE);

  private static final Comparator<RoomSnapshot> LONGEST_FIRST =
      Comparator.comparingLong(RoomSnapshot::queueLength)
          .thenComparingInt(RoomSnapshot::processingCount)
          .reversed()
          .thenComparing(room -> room.eventId().value());

  private RoomGauges() {}

  static void collect(List<RoomSnapshot> rooms, Families into) {
    List<RoomSnapshot> sorted = rooms.stream().sorted(LONGEST_FIRST).toList();
    int named = Math.min(Metric.MAX_EVENTS, sorted.size());
    for (RoomSnapshot room : sorted.subList(0, named)) {
      gauges(room.eventId().value(), List.of(room), into);
      counters(room, into);
    }
    if (named < sorted.size()) {
      gauges(Metric.OTHER_EVENTS, sorted.subList(named, sorted.size()), into);
    }
    into.add(Metric.EVENTS_KNOWN, rooms.size());
    into.add(
        Metric.SESSIONS_ACTIVE,
        rooms.stream().mapToLong(room -> room.queueLength() + room.processingCount()).sum());
  }

  /** Sums, and the age of the oldest; for one room that is the room's own. */
  private static void gauges(String label, List<RoomSnapshot> rooms, Families into) {
    double queued = 0;
    double queueLimit = 0;
    double rate = 0;
    double rateLimit = 0;
    double used = 0;
    double slots = 0;
    double open = 0;
    double stalled = 0;
    double outbox = 0;
    double age = 0;
    for (RoomSnapshot room : rooms) {
      queued += room.queueLength();
      queueLimit += room.settings().maxLength();
      rate += room.pace().perSecond(room.readAt());
      rateLimit += room.settings().releaseRate();
      used += room.processingCount();
      slots += room.settings().maxConcurrent();
      open += room.state().admits() ? 1 : 0;
      stalled += isStalled(room) ? 1 : 0;
      outbox += room.outboxLength();
      age = Math.max(age, outboxAgeSeconds(room));
    }
    into.add(Metric.QUEUE_LENGTH, queued, label);
    into.add(Metric.QUEUE_LENGTH_LIMIT, queueLimit, label);
    into.add(Metric.ADMISSION_RATE, rate, label);
    into.add(Metric.ADMISSION_RATE_LIMIT, rateLimit, label);
    into.add(Metric.ADMISSION_SLOTS_USED, used, label);
    into.add(Metric.ADMISSION_SLOTS_LIMIT, slots, label);
    into.add(Metric.ADMISSION_OPEN, open, label);
    into.add(Metric.ADMISSION_STALLED, stalled, label);
    into.add(Metric.OUTBOX_LENGTH, outbox, label);
    into.add(Metric.OUTBOX_AGE, age, label);
  }

  /** A sum over rooms that come and go would be no counter, so the rest has none. */
  private static void counters(RoomSnapshot room, Families into) {
    String label = room.eventId().value();
    into.add(Metric.EVENT_TICKETS, room.joins(), label);
    into.add(Metric.EVENT_ADMITTED, room.admitted(), label);
    for (SessionStatus status : SessionStatus.values()) {
      if (status.isTerminal()) {
        into.add(Metric.EVENT_ENDED, room.ended().getOrDefault(status, 0L), label, status.word());
      }
    }
  }

  /** The slowest rate is one per second, so two empty windows are no chance. */
  private static boolean isStalled(RoomSnapshot room) {
    return room.queueLength() > 0
        && room.processingCount() < room.settings().maxConcurrent()
        && room.state().admits()
        && room.pace().perSecond(room.readAt()) == 0;
  }

  private static double outboxAgeSeconds(RoomSnapshot room) {
    return room.outboxOldest()
        .map(oldest -> Math.max(0, Duration.between(oldest, room.readAt()).toMillis()) / 1000.0)
        .orElse(0.0);
  }
}
