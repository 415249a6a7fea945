package io.waitroom.service;

import io.waitroom.room.CachedPosition;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitingRoom;
import java.util.Optional;

/**
 * Tells where sessions stand: from this replica's memory while they wait, from Redis where memory
 * cannot tell. Thread-safe.
 */
public final class StatusService {
  private final SessionIds sessionIds;
  private final PositionFeed positions;
  private final WaitingRoom waitingRoom;

  public StatusService(SessionIds sessionIds, PositionFeed positions, WaitingRoom waitingRoom) {
    this.sessionIds = sessionIds;
    this.positions = positions;
    this.waitingRoom = waitingRoom;
  }

  /**
   * Returns where the session stands that an id names; asks Redis only if memory cannot tell.
   *
   * @throws io.waitroom.room.RoomUnavailableException when Redis has to be asked and cannot be
   */
  public StatusDecision status(String sessionId) {
    Optional<SessionRef> session = sessionIds.verify(sessionId);
    if (session.isEmpty()) {
      return new StatusDecision.UnknownSession();
    }
    Standing standing = of(session.get());
    return switch (standing) {
      case Standing.Queued _, Standing.Admitted _, Standing.Ended _ ->
          new StatusDecision.Found(session.get(), standing);
      case Standing.Gone() -> new StatusDecision.SessionGone();
      case Standing.NoSuchEvent() -> new StatusDecision.UnknownSession();
    };
  }

  /** Returns where a session stands; asks Redis only if memory cannot tell. */
  public Standing of(SessionRef session) {
    return switch (positions.lookUp(session)) {
      case CachedPosition.Waiting(Standing.Queued standing) -> standing;
      case CachedPosition.Left(), CachedPosition.Unknown() -> read(session);
    };
  }

  /** Returns what memory says of a session. */
  public CachedPosition lookUp(SessionRef session) {
    return positions.lookUp(session);
  }

  /** Returns where a session stands by Redis. */
  public Standing read(SessionRef session) {
    return waitingRoom.standing(session);
  }
}
