package io.waitroom.room;

import java.util.List;
import java.util.Optional;

/**
 * The rooms as this replica knows them: a snapshot per event, refreshed on every tick and after
 * each change made here. Reading is a memory access; a snapshot is at most about a second old while
 * Redis answers.
 */
public interface Rooms {
  /**
   * The room of an event. Unknown events are looked up in Redis at a bounded rate, however many are
   * asked for.
   *
   * @throws RoomUnavailableException when the room was never read and Redis cannot be asked for it
   * @throws RuntimeException any other, when what Redis holds of the room makes no sense
   */
  Optional<RoomSnapshot> find(EventId eventId);

  /**
   * The room of an event if its epoch is not {@code knownEpoch}, looked up in Redis at a bounded
   * rate; for ids that do not fit what is known here. Also one that is being removed, as its people
   * may ask what became of them. Fails as {@link #find} does.
   */
  Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch);

  /** All rooms known, by event id; without those that could not be read yet. */
  List<RoomSnapshot> all();
}
