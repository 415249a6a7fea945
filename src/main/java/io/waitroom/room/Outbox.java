package io.waitroom.room;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The events of each room that the broker has not acked yet, oldest first. An event leaves only
 * through {@link #done}. Both methods throw {@link RoomUnavailableException} when Redis cannot be
 * reached.
 */
public interface Outbox {
  /**
   * The oldest events, if nobody else is delivering this room's. The claim keeps the order of a
   * room's events across replicas; it lapses by itself, so a replica that dies delays its events by
   * at most {@code lease}, and one that stalls longer causes duplicates, never losses.
   *
   * @param owner this replica's name
   * @param lease how long the claim holds; each call renews it
   * @param batch most events returned, 1 to 1 000
   * @return oldest first; empty when there are none or another owner has the claim
   */
  List<Entry> claim(EventId eventId, String owner, Duration lease, int batch);

  /**
   * Removes events that the broker has acked; gives up the claim when none are left. Unknown ids
   * are ignored.
   *
   * @param ids of {@link Entry}, at most 1 000
   */
  void done(EventId eventId, String owner, Collection<String> ids);

  /**
   * An event and where it stands in the outbox.
   *
   * @param id unique within the room, growing with age
   */
  record Entry(String id, RoomEvent event) {}
}
