package io.waitroom.room;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The waiting rooms of all events. Each method is one atomic step: it happens wholly or not at all,
 * and the event it has to tell the company is written in the same step. Safe to call from any
 * number of replicas at once.
 *
 * <p>Every method throws {@link RoomUnavailableException} when Redis cannot be reached or does not
 * answer in time; the step may or may not have happened then, and may be repeated.
 */
public interface WaitingRoom {
  /**
   * Takes the next ticket for a user, unless they hold one. A held session is told before anything
   * is refused, to whoever shows that it is theirs.
   */
  JoinResult join(EventId eventId, JoinAttempt applicant);

  /** Where a session stands; changes nothing. */
  Standing standing(SessionRef ref);

  /**
   * Whether a session holds a checkout slot now.
   *
   * @param client binds the session to this client, if it holds a slot and is not bound yet, and
   *     refuses it when bound to another; empty asks without binding or comparing
   */
  EnterResult enter(SessionRef ref, Optional<ClientName> client);

  /**
   * Ends a session and frees its slot; idempotent.
   *
   * @param by whose doing is recorded, if it ends the session
   */
  LeaveResult leave(SessionRef ref, LeaveCause departure, Operator by);

  /**
   * Takes back lapsed slots, then admits from the head as many as slots and rate allow.
   *
   * @param batch most sessions touched in this step, 1 to 1 000
   */
  AdmitResult admit(EventId eventId, int batch);

  /**
   * Records what became of a checkout and frees its slot; late, duplicate and foreign reports
   * change nothing.
   */
  SettleResult settle(SessionRef ref, UserId userId, Outcome outcome);

  /**
   * Ends waits that have run out; in a room that is being removed, evicts everybody and at last
   * removes the room.
   *
   * @param batch most sessions touched in this step, 1 to 1 000
   */
  SweepResult sweep(EventId eventId, int batch);

  /**
   * Makes a room with these settings, or gives an existing one these settings; its people and its
   * state stay.
   *
   * @param state the state to set; empty leaves an existing room's, and opens a new one
   * @param by whose doing is recorded
   */
  ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> state, Operator by);

  /**
   * Changes an existing room.
   *
   * @param by whose doing is recorded
   * @throws IllegalArgumentException when the result would be out of bounds, naming the field;
   *     nothing changes
   */
  ConfigureResult change(EventId eventId, RoomChange change, Operator by);

  /**
   * Starts to remove a room: from now on it is unknown to joins; {@link #sweep} tells its people
   * and ends it.
   *
   * @param by whose doing is recorded
   * @return whether there was one
   */
  boolean remove(EventId eventId, Operator by);

  /**
   * What operators did with an event, newest first; also when it has been removed. Records are
   * written in the same step as what they tell of.
   *
   * @param limit most entries, 1 to 1 000
   */
  List<AuditEntry> auditLog(EventId eventId, int limit);

  /** The room as it is now; empty when there is none or it is being removed. */
  Optional<RoomSnapshot> snapshot(EventId eventId);

  /** The events that have, or may have, a room; those being removed included. */
  Set<EventId> events();
}
