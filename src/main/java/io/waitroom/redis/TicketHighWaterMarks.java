package io.waitroom.redis;

import io.waitroom.redis.board.PositionBlock;
import io.waitroom.room.EventId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The furthest ticket of each room that this replica has heard of. A Redis that comes back without
 * its last writes, after a failover or with an append-only file cut short, would give tickets
 * again, and with them the session ids that buyers hold already; joins tell it what is taken.
 *
 * <p>Thread-safe.
 */
final class TicketHighWaterMarks {
  /**
   * Tickets left out behind the mark when some were lost: more than other replicas can have seen
   * given out that this one has not heard of, and than a block of positions holds.
   */
  static final long GAP = 16 * PositionBlock.SIZE;

  private static final Mark NONE = new Mark("", 0);

  private final Map<EventId, Mark> marks = new ConcurrentHashMap<>();

  /** The furthest ticket in one life of a room. */
  private record Mark(String epoch, long ticket) {}

  /** A ticket that has been given out in this life of the room. */
  void seen(EventId eventId, String epoch, long ticket) {
    Mark known = marks.get(eventId);
    if (known == null || !known.epoch().equals(epoch) || known.ticket() < ticket) {
      marks.merge(
          eventId,
          new Mark(epoch, ticket),
          (before, now) ->
              before.epoch().equals(epoch) && before.ticket() >= ticket ? before : now);
    }
  }

  /** What a join tells, in the order of the script's header. */
  List<String> arguments(EventId eventId) {
    Mark mark = marks.getOrDefault(eventId, NONE);
    return List.of(mark.epoch(), Long.toString(mark.ticket()), Long.toString(GAP));
  }

  /** The room is no more. */
  void forget(EventId eventId) {
    marks.remove(eventId);
  }
}
