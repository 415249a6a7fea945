package io.waitroom.redis;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The events whose room could not be read when last tried, each with the reason: its shard did not
 * answer, or its fields make no sense. No more of them than there are events. Thread-safe.
 */
final class UnreadableRooms {
  private final Map<EventId, RuntimeException> reasons = new ConcurrentHashMap<>();

  /** It could not be read. */
  void add(EventId eventId, RuntimeException reason) {
    reasons.put(eventId, reason);
  }

  /** It has been read, or is not there. */
  void remove(EventId eventId) {
    reasons.remove(eventId);
  }

  /** Forgets those that the condition holds for. */
  void forgetIf(Predicate<EventId> condition) {
    reasons.keySet().removeIf(condition);
  }

  /**
   * Fails if the room could not be read.
   *
   * @throws RoomUnavailableException when Redis did not answer
   * @throws IllegalStateException when what it answered makes no sense
   */
  void requireNot(EventId eventId) {
    switch (reasons.get(eventId)) {
      case null -> {}
      case RoomUnavailableException e ->
          throw new RoomUnavailableException("directory: no answer about " + eventId, e);
      case RuntimeException e -> throw new IllegalStateException("A broken room: " + eventId, e);
    }
  }
}
