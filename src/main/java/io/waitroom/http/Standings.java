package io.waitroom.http;

import io.waitroom.ops.Service;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitingRoom;
import jakarta.inject.Inject;

/**
 * Where places stand: from this replica's memory while they wait, from Redis where memory cannot
 * tell.
 */
@Service
public class Standings {
  private final PositionFeed positions;
  private final WaitingRoom waitingRoom;

  @Inject
  Standings(PositionFeed positions, WaitingRoom waitingRoom) {
    this.positions = positions;
    this.waitingRoom = waitingRoom;
  }

  /** Where a place stands; asks Redis only if memory cannot tell. */
  public Standing of(SessionRef ref) {
    return switch (positions.lookUp(ref)) {
      case CachedPosition.Waiting(Standing.Queued standing) -> standing;
      case CachedPosition.Left(), CachedPosition.Unknown() -> read(ref);
    };
  }

  /** What memory says of a place. */
  public CachedPosition lookUp(SessionRef ref) {
    return positions.lookUp(ref);
  }

  /** Where a place stands by Redis. */
  public Standing read(SessionRef ref) {
    return waitingRoom.standing(ref);
  }
}
