package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WaitingRoom;
import java.util.Optional;

/** Ends sessions before their time, by their buyer or by an operator. Idempotent, thread-safe. */
public final class LeaveService {
  private final SessionIds sessionIds;
  private final WaitingRoom waitingRoom;

  public LeaveService(SessionIds sessionIds, WaitingRoom waitingRoom) {
    this.sessionIds = sessionIds;
    this.waitingRoom = waitingRoom;
  }

  /**
   * Ends a session for its buyer.
   *
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked
   */
  public LeaveDecision leave(String sessionId) {
    return leave(sessionIds.verify(sessionId), LeaveCause.USER_LEFT, Operator.NOBODY);
  }

  /** Ends a session for its buyer if it belongs to {@code event}. */
  public LeaveDecision leave(EventId event, String sessionId) {
    return leave(sessionOf(event, sessionId), LeaveCause.USER_LEFT, Operator.NOBODY);
  }

  /**
   * Ends a session of {@code event} against its buyer's will.
   *
   * @param by whose doing is recorded
   */
  public LeaveDecision evict(EventId event, String sessionId, Operator by) {
    return leave(sessionOf(event, sessionId), LeaveCause.EVICTED, by);
  }

  private Optional<SessionRef> sessionOf(EventId event, String sessionId) {
    return sessionIds.verify(sessionId).filter(session -> session.eventId().equals(event));
  }

  private LeaveDecision leave(Optional<SessionRef> verified, LeaveCause cause, Operator by) {
    if (verified.isEmpty()) {
      return new LeaveDecision.UnknownSession();
    }
    SessionRef session = verified.get();
    return switch (waitingRoom.leave(session, cause, by)) {
      case LeaveResult.Left(SessionStatus status, boolean _) ->
          new LeaveDecision.Ended(session, status);
      case LeaveResult.AlreadyEnded(SessionStatus status) ->
          new LeaveDecision.Ended(session, status);
      case LeaveResult.Gone() -> new LeaveDecision.SessionGone();
      case LeaveResult.NoSuchEvent() -> new LeaveDecision.UnknownSession();
    };
  }
}
