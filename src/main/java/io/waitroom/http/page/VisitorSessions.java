package io.waitroom.http.page;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.Departures;
import io.waitroom.http.Joins;
import io.waitroom.http.Standings;
import io.waitroom.ops.Service;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** The places of visitors: taken, looked up, and given up, each by what a cookie says. */
@Service
public class VisitorSessions {
  private final Standings standings;
  private final SessionIds sessionIds;
  private final CheckoutTokens tokens;
  private final Joins joins;
  private final Departures departures;

  @Inject
  VisitorSessions(
      Standings standings,
      SessionIds sessionIds,
      CheckoutTokens tokens,
      Joins joins,
      Departures departures) {
    this.standings = standings;
    this.sessionIds = sessionIds;
    this.tokens = tokens;
    this.joins = joins;
    this.departures = departures;
  }

  /** Where a visitor stands; the one place in which the page asks. */
  VisitorState of(EventId event, Visitor visitor) {
    Optional<SessionRef> ref = ref(event, visitor);
    if (ref.isEmpty()) {
      return new VisitorState.None();
    }
    String sessionId = visitor.sessionId().orElseThrow();
    return switch (standings.of(ref.get())) {
      case Standing.Queued queued ->
          new VisitorState.Waiting(sessionId, queued, visitor.start(), visitor.until());
      case Standing.Admitted admitted -> turn(sessionId, ref.get(), admitted);
      case Standing.Ended ended -> new VisitorState.Over(ended.status());
      case Standing.Gone() -> new VisitorState.Forgotten();
      case Standing.NoSuchEvent() -> new VisitorState.None();
    };
  }

  /** Takes a place for a visitor, or finds the one that they have. */
  JoinResult join(EventId event, Visitor visitor, Optional<String> altcha, ServerRequest caller) {
    return joins.join(event, visitor.userId(), visitor.retryKey(), altcha, caller);
  }

  /** The same visitor with the place that they got. */
  Visitor placed(Visitor visitor, JoinResult.Joined place) {
    return visitor.at(sessionIds.issue(place.ref()), place.position(), place.expiresAt());
  }

  /** Gives up a visitor's place, if they have one. */
  void leave(EventId event, Visitor visitor) {
    ref(event, visitor)
        .ifPresent(ref -> {
          // Whatever came of it, the page tells next.
          LeaveResult _ = departures.leave(ref);
        });
  }

  private Optional<SessionRef> ref(EventId event, Visitor visitor) {
    return visitor
        .sessionId()
        .flatMap(sessionIds::verify)
        .filter(ref -> ref.eventId().equals(event));
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
