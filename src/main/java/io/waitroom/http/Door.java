package io.waitroom.http;

import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.ops.TokenVerdict;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.ClientName;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.TokenCheck;
import io.waitroom.room.WaitingRoom;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * The door to the checkout: whose token is good comes in, everybody else is told why not. What is
 * wrong with a token by itself is found out before Redis is asked.
 */
@Service
public class Door {
  private final CheckoutTokens tokens;
  private final SessionIds sessionIds;
  private final WaitingRoom waitingRoom;
  private final Metrics metrics;

  @Inject
  public Door(
      CheckoutTokens tokens, SessionIds sessionIds, WaitingRoom waitingRoom, Metrics metrics) {
    this.tokens = tokens;
    this.sessionIds = sessionIds;
    this.waitingRoom = waitingRoom;
    this.metrics = metrics;
  }

  /**
   * What the holder of a token asks for.
   *
   * @param token as shown; empty when none was
   * @param event which the token has to be for; empty takes any
   * @param client binds the place, or has to be the one it is bound to; empty does neither
   */
  public record Knock(
      Optional<String> token, Optional<EventId> event, Optional<ClientName> client) {}

  /**
   * One who may go on.
   *
   * @param expiresAt until when the checkout slot is held
   * @param claimed whether the place is bound to a client
   */
  public record Pass(
      TokenCheck.Genuine token, Instant admittedAt, Instant expiresAt, boolean claimed) {}

  /**
   * Lets the holder of a good token in.
   *
   * @throws ProblemException 401 where there is no token that is good by itself, 403 where it is
   *     good for nothing any more, or not here
   */
  public Pass open(Knock knock) {
    String token =
        knock
            .token()
            .orElseThrow(() ->
                refusal(TokenVerdict.MISSING, Problem.TOKEN_MISSING, "No checkout token was sent"));
    return switch (tokens.check(token)) {
      case TokenCheck.Genuine genuine -> open(knock, genuine);
      case TokenCheck.Expired() -> throw expired();
      case TokenCheck.Invalid() ->
          throw invalid("The token is malformed, or was not made by this service");
    };
  }

  private Pass open(Knock knock, TokenCheck.Genuine token) {
    if (knock.event().filter(event -> !event.equals(token.eventId())).isPresent()) {
      throw refusal(
          TokenVerdict.FOREIGN, Problem.TOKEN_FOREIGN, "The token's aud is another event");
    }
    SessionRef ref = sessionIds.verify(token.sessionId()).orElseThrow(this::revoked);
    if (!ref.eventId().equals(token.eventId())) {
      throw invalid("The token's aud and jti are of different events");
    }
    Pass pass =
        switch (waitingRoom.enter(ref, knock.client())) {
          case EnterResult.Entered(var user, var admittedAt, var leaseUntil, boolean claimed) -> {
            if (!user.equals(token.userId())) {
              throw invalid("The token's sub is not whose place it is");
            }
            yield new Pass(token, admittedAt, leaseUntil, claimed);
          }
          case EnterResult.ClaimedByAnother() ->
              throw refusal(
                  TokenVerdict.CLAIMED,
                  Problem.TOKEN_CLAIMED,
                  "Another client showed the token first");
          case EnterResult.LeaseOver() -> throw expired();
          case EnterResult.NoSlot(), EnterResult.NoSuchEvent() -> throw revoked();
        };
    metrics.tokenChecked(TokenVerdict.ACCEPTED);
    return pass;
  }

  private ProblemException invalid(String detail) {
    return refusal(TokenVerdict.INVALID, Problem.TOKEN_INVALID, detail);
  }

  private ProblemException expired() {
    return refusal(TokenVerdict.EXPIRED, Problem.TOKEN_EXPIRED, "The checkout slot has run out");
  }

  private ProblemException revoked() {
    return refusal(
        TokenVerdict.REVOKED,
        Problem.TOKEN_REVOKED,
        "The token's place has ended, or its event is no more");
  }

  private ProblemException refusal(TokenVerdict verdict, Problem problem, String detail) {
    metrics.tokenChecked(verdict);
    return new ProblemException(problem, detail);
  }
}
