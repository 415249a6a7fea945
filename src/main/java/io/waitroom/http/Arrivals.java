package io.waitroom.http;

import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** How a place begins over HTTP: taken, and told to the loops. */
@ApplicationScoped
public class Arrivals {
  private final WaitingRoom waitingRoom;
  private final Wakeups wakeups;

  @Inject
  Arrivals(WaitingRoom waitingRoom, Wakeups wakeups) {
    this.waitingRoom = waitingRoom;
    this.wakeups = wakeups;
  }

  /**
   * Takes a place, or finds the one that the same caller has.
   *
   * @param retryKey a secret of the caller that shows, when it asks again, that the place is theirs
   */
  public JoinResult join(EventId event, UserId user, Optional<String> retryKey) {
    JoinResult result = waitingRoom.join(event, user, retryKey);
    if (result instanceof JoinResult.Joined place && place.created()) {
      wakeups.admissionPossible(event);
      wakeups.outboxFilled(event);
    }
    return result;
  }
}
