package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.admin.Operators;
import io.waitroom.http.wire.PathIds;
import io.waitroom.ops.Service;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WaitingRoom;
import jakarta.inject.Inject;

/** How a place ends over HTTP: by its owner or by an operator. */
@Service
public class Departures {
  private final WaitingRoom waitingRoom;
  private final Operators operators;

  @Inject
  public Departures(WaitingRoom waitingRoom, Operators operators) {
    this.waitingRoom = waitingRoom;
    this.operators = operators;
  }

  /** A buyer gives a place up; idempotent. */
  public LeaveResult leave(SessionRef ref) {
    return waitingRoom.leave(ref, LeaveCause.USER_LEFT, Operator.NOBODY);
  }

  /**
   * An operator ends a place, for the record; idempotent.
   *
   * @throws ProblemException when the operator's name is bad
   */
  public LeaveResult evict(SessionRef ref, ServerRequest request) {
    return waitingRoom.leave(ref, LeaveCause.EVICTED, operators.of(request));
  }

  /**
   * The final status, from now or from before.
   *
   * @throws ProblemException when the place is not known any more
   */
  public static SessionStatus status(LeaveResult result) {
    return switch (result) {
      case LeaveResult.Left(SessionStatus status, boolean _) -> status;
      case LeaveResult.AlreadyEnded(SessionStatus status) -> status;
      case LeaveResult.Gone() -> throw PathIds.sessionGone();
      case LeaveResult.NoSuchEvent() -> throw PathIds.noSuchSession();
    };
  }
}
