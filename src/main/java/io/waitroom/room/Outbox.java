package io.waitroom.room;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The events of each room that the broker has not acked yet, oldest first. An event leaves only
 * when its owner says that it was acked. All methods throw {@link RoomUnavailableException} when
 * Redis cannot be reached.
 */
public interface Outbox {
  /**
   * Removes what was acked and hands out what comes next, if nobody else is delivering this room's.
   * The claim keeps the order of a room's events across replicas; it lapses by itself, so a replica
   * that dies delays its events by at most {@code lease}, and one that stalls longer causes
   * duplicates, never losses. It is given up when no event is left, or by {@link #release}.
   *
   * @param owner this replica's name
   * @param lease how long the claim holds; each call renews it
   * @param progress what the owner has done since its claim; one that has lost the claim is given
   *     nothing until it starts anew
   * @param batch most events returned, 1 to 1 000
   * @return oldest first; empty when there are none or another owner has the claim
   */
  List<Entry> claim(EventId eventId, String owner, Duration lease, Progress progress, int batch);

  /**
   * Removes events that the broker has acked; gives up the claim when none are left. Unknown ids
   * are ignored.
   *
   * @param ids of {@link Entry}, at most 1 000
   */
  void done(EventId eventId, String owner, Collection<String> ids);

  /**
   * Gives up the claim, so that another replica may deliver what is left at once; nothing happens
   * when it is another's. By an owner that knows the fate of all that it has sent: else an event of
   * its could arrive after a later one that the next owner sends.
   */
  void release(EventId eventId, String owner);

  /**
   * An event and where it stands in the outbox.
   *
   * @param id unique within the room, growing with age
   */
  record Entry(String id, RoomEvent event) {}

  /**
   * How far an owner has come; ids of {@link Entry}, or empty.
   *
   * @param seen the last one it was given: the next come after it; empty: from the oldest
   * @param ackedFrom the oldest one it was given that is not removed yet; empty: nothing was acked
   * @param ackedTo the last one of those that were acked, with all between the two
   */
  record Progress(String seen, String ackedFrom, String ackedTo) {
    /** Nothing was given yet. */
    public static final Progress NONE = new Progress("", "", "");

    public Progress {
      Objects.requireNonNull(seen);
      if (ackedFrom.isEmpty() != ackedTo.isEmpty()) {
        throw new IllegalArgumentException("ackedFrom and ackedTo go together");
      }
    }

    /** Some were given, none acked. */
    public static Progress seen(String id) {
      return new Progress(id, "", "");
    }
  }
}
