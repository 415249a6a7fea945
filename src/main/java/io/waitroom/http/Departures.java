package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.admin.Operators;
import io.waitroom.http.wire.PathIds;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import jakarta.inject.Inject;

/** How a place ends over HTTP: by its owner or by an operator, told to the loops and counted. */
@Service
public class Departures {
  private final WaitingRoom waitingRoom;
  private final Wakeups wakeups;
  private final Metrics metrics;
  private final Operators operators;

  @Inject
  public Departures(
      WaitingRoom waitingRoom, Wakeups wakeups, Metrics metrics, Operators operators) {
    this.waitingRoom = waitingRoom;
    this.wakeups = wakeups;
    this.metrics = metrics;
    this.operators = operators;
  }

  /** A buyer gives a place up; idempotent. */
  public LeaveResult leave(SessionRef ref) {
    return leave(ref, LeaveCause.USER_LEFT, Operator.NOBODY);
  }

  /**
   * An operator ends a place, for the record; idempotent.
   *
   * @throws ProblemException when the operator's name is bad
   */
  public LeaveResult evict(SessionRef ref, ServerRequest request) {
    return leave(ref, LeaveCause.EVICTED, operators.of(request));
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

  private LeaveResult leave(SessionRef ref, LeaveCause departure, Operator by) {
    LeaveResult result = waitingRoom.leave(ref, departure, by);
    if (result instanceof LeaveResult.Left(SessionStatus status, boolean slotFreed)) {
      metrics.left(reason(departure, status, slotFreed));
      tell(ref.eventId(), slotFreed);
    }
    return result;
  }

  private void tell(EventId event, boolean slotFreed) {
    wakeups.outboxFilled(event);
    if (slotFreed) {
      wakeups.admissionPossible(event);
    }
  }

  /** A place whose time had run out unseen ends for that reason, whoever asked. */
  private static LeaveReason reason(LeaveCause departure, SessionStatus status, boolean slotFreed) {
    if (status == SessionStatus.EXPIRED) {
      return slotFreed ? LeaveReason.EXPIRED : LeaveReason.TIMEOUT;
    }
    return switch (departure) {
      case USER_LEFT -> LeaveReason.USER_LEFT;
      case EVICTED -> LeaveReason.EVICTED;
    };
  }
}
