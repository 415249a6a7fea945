package io.waitroom.http.page;

import io.waitroom.ops.Service;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.EventId;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.service.Caller;
import io.waitroom.service.JoinDecision;
import io.waitroom.service.JoinService;
import io.waitroom.service.LeaveDecision;
import io.waitroom.service.LeaveService;
import io.waitroom.service.StatusDecision;
import io.waitroom.service.StatusService;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** The sessions of visitors: made, looked up and ended, each by what a cookie says. */
@Service
public class VisitorSessions {
  private final StatusService statuses;
  private final CheckoutTokens tokens;
  private final JoinService joins;
  private final LeaveService leaves;

  @Inject
  VisitorSessions(
      StatusService statuses, CheckoutTokens tokens, JoinService joins, LeaveService leaves) {
    this.statuses = statuses;
    this.tokens = tokens;
    this.joins = joins;
    this.leaves = leaves;
  }

  /** Returns where a visitor stands; the one place in which the page asks. */
  VisitorState of(EventId event, Visitor visitor) {
    if (visitor.sessionId().isEmpty()) {
      return new VisitorState.None();
    }
    String sessionId = visitor.sessionId().get();
    return switch (statuses.status(sessionId)) {
      case StatusDecision.Found(SessionRef session, Standing standing) ->
          session.eventId().equals(event)
              ? found(visitor, sessionId, session, standing)
              : new VisitorState.None();
      case StatusDecision.UnknownSession() -> new VisitorState.None();
      case StatusDecision.SessionGone() -> new VisitorState.Forgotten();
    };
  }

  private VisitorState found(
      Visitor visitor, String sessionId, SessionRef session, Standing standing) {
    return switch (standing) {
      case Standing.Queued queued ->
          new VisitorState.Waiting(sessionId, queued, visitor.start(), visitor.until());
      case Standing.Admitted admitted -> turn(sessionId, session, admitted);
      case Standing.Ended ended -> new VisitorState.Over(ended.status(), ended.hadTurn());
      case Standing.Gone() -> new VisitorState.Forgotten();
      case Standing.NoSuchEvent() -> new VisitorState.None();
    };
  }

  /**
   * Lets a visitor join, or finds the session that they hold.
   *
   * @param address the client's
   */
  JoinDecision join(EventId event, Visitor visitor, Optional<String> altcha, String address) {
    Caller caller = new Caller(address, Optional.empty(), Optional.of(visitor.retryKey()));
    return joins.join(event, Optional.of(visitor.userId()), altcha, caller);
  }

  /** Ends a visitor's session, if they hold one. */
  void leave(EventId event, Visitor visitor) {
    visitor
        .sessionId()
        .ifPresent(sessionId -> {
          // Whatever came of it, the page tells next.
          LeaveDecision _ = leaves.leave(event, sessionId);
        });
  }

  private VisitorState.Turn turn(String sessionId, SessionRef ref, Standing.Admitted admitted) {
    String token =
        tokens.issue(
            sessionId,
            ref.eventId(),
            admitted.userId(),
            admitted.admittedAt(),
            admitted.leaseUntil());
    return new VisitorState.Turn(sessionId, ref, token, admitted.leaseUntil(), Instant.now());
  }
}
