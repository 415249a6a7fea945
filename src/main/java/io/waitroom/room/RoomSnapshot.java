package io.waitroom.room;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A room as it was at one instant, read in one step.
 *
 * @param eventId the event
 * @param epoch random name of this life of the room
 * @param state what the operator has set it to
 * @param settings the operator's settings
 * @param queueLength people waiting
 * @param processingCount people holding a checkout slot
 * @param lastTicket the newest ticket; 0 before the first join
 * @param skippedTickets how many of them were left out, because Redis had lost which were given
 * @param lastAdmitted the furthest ticket admitted; 0 before the first admission. A waiter with a
 *     later ticket has not been admitted
 * @param admitted people admitted since the room was made
 * @param ended how many sessions ended, by final status, since the room was made
 * @param outboxLength events not yet acked by the broker
 * @param outboxOldest when the oldest of them was written; empty when there is none
 * @param pace recent admissions
 * @param readAt when, by Redis's clock
 */
public record RoomSnapshot(
    EventId eventId,
    String epoch,
    RoomState state,
    RoomSettings settings,
    long queueLength,
    int processingCount,
    long lastTicket,
    long skippedTickets,
    long lastAdmitted,
    long admitted,
    Map<SessionStatus, Long> ended,
    long outboxLength,
    Optional<Instant> outboxOldest,
    AdmissionPace pace,
    Instant readAt) {
  public RoomSnapshot {
    ended = Map.copyOf(ended);
  }

  /** Returns how many sessions the room has had, as far as Redis remembers. */
  public long joins() {
    return lastTicket - skippedTickets;
  }
}
