package io.waitroom.room;

import java.util.Set;

/** Keeps {@link Rooms} fresh; told by the loops when. */
public interface RoomRefresher {
  /**
   * Reads which events have a room and reads those not known yet. One that cannot be read holds up
   * no other: it stays unknown, and is tried again the next time.
   *
   * @return all events that have, or may have, a room; those being removed included
   * @throws RoomUnavailableException when Redis cannot say which events there are; what was known
   *     stays known
   */
  Set<EventId> refreshEvents();

  /**
   * Reads one room again.
   *
   * @return events in its outbox not acked by the broker yet; 0 when there is no such room
   * @throws RoomUnavailableException when Redis cannot be reached; what was known stays known
   */
  long refresh(EventId eventId);
}
