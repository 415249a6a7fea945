package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.Outcome;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import java.util.Optional;

/**
 * Records what became of a checkout, whether Kafka or an operator's call brings it. Thread-safe.
 */
public final class SettleService {
  private final SessionIds sessionIds;
  private final WaitingRoom waitingRoom;

  public SettleService(SessionIds sessionIds, WaitingRoom waitingRoom) {
    this.sessionIds = sessionIds;
    this.waitingRoom = waitingRoom;
  }

  /**
   * Records an outcome and frees the slot. Late, duplicate and foreign reports change nothing.
   *
   * @param event which the session has to belong to
   * @param user whose session it has to be
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked
   */
  public SettleDecision settle(String sessionId, EventId event, UserId user, Outcome outcome) {
    Optional<SessionRef> session = sessionIds.verify(sessionId);
    if (session.isEmpty()) {
      return new SettleDecision.UnknownSession();
    }
    if (!session.get().eventId().equals(event)) {
      return new SettleDecision.ForeignEvent();
    }
    return switch (waitingRoom.settle(session.get(), user, outcome)) {
      case SettleResult.Settled(SessionStatus status) -> new SettleDecision.Settled(status);
      case SettleResult.LateCompletion() -> new SettleDecision.LateCompletion();
      case SettleResult.AlreadyEnded(SessionStatus status) ->
          new SettleDecision.AlreadyEnded(status);
      case SettleResult.NotAdmitted() -> new SettleDecision.NotAdmitted();
      case SettleResult.ForeignUser() -> new SettleDecision.ForeignUser();
      case SettleResult.Gone() -> new SettleDecision.SessionGone();
      case SettleResult.NoSuchEvent() -> new SettleDecision.EventGone();
    };
  }
}
