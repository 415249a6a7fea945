package io.waitroom.service;

import io.waitroom.ops.Metrics;
import io.waitroom.ops.TokenVerdict;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.EnterResult;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.TokenCheck;
import io.waitroom.room.WaitingRoom;
import java.util.Optional;

/**
 * Judges checkout tokens and counts the verdicts. What is wrong with a token by itself is found out
 * before Redis is asked. Thread-safe.
 */
public final class VerifyService {
  private final CheckoutTokens tokens;
  private final SessionIds sessionIds;
  private final WaitingRoom waitingRoom;
  private final Metrics metrics;

  public VerifyService(
      CheckoutTokens tokens, SessionIds sessionIds, WaitingRoom waitingRoom, Metrics metrics) {
    this.tokens = tokens;
    this.sessionIds = sessionIds;
    this.waitingRoom = waitingRoom;
    this.metrics = metrics;
  }

  /**
   * Decides whether the holder of a token may go on.
   *
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked; then nothing is
   *     counted
   */
  public VerifyDecision verify(VerifyQuery query) {
    VerifyDecision decision = decide(query);
    metrics.tokenChecked(verdict(decision));
    return decision;
  }

  private VerifyDecision decide(VerifyQuery query) {
    VerifyDecision decision = new VerifyDecision.Missing();
    for (String token : query.tokens()) {
      VerifyDecision next = decide(query, token);
      if (next instanceof VerifyDecision.Accepted) {
        return next;
      }
      decision = decision instanceof VerifyDecision.Missing ? next : decision;
    }
    return decision; // why the first was refused, where there is one
  }

  private VerifyDecision decide(VerifyQuery query, String presented) {
    return switch (tokens.check(presented)) {
      case TokenCheck.Genuine token -> decide(query, token);
      case TokenCheck.Expired() -> new VerifyDecision.Expired();
      case TokenCheck.Invalid() ->
          new VerifyDecision.Invalid("The token is malformed, or was not made by this service");
    };
  }

  private VerifyDecision decide(VerifyQuery query, TokenCheck.Genuine token) {
    if (query.event().filter(event -> !event.equals(token.eventId())).isPresent()) {
      return new VerifyDecision.Foreign();
    }
    Optional<SessionRef> session = sessionIds.verify(token.sessionId());
    if (session.isEmpty()) {
      return new VerifyDecision.Revoked();
    }
    if (!session.get().eventId().equals(token.eventId())) {
      return new VerifyDecision.Invalid("The token's aud and jti are of different events");
    }
    return switch (waitingRoom.enter(session.get(), query.client())) {
      case EnterResult.Entered(var user, var admittedAt, var leaseUntil, boolean claimed) ->
          user.equals(token.userId())
              ? new VerifyDecision.Accepted(token, admittedAt, leaseUntil, claimed)
              : new VerifyDecision.Invalid("The token's sub is not the session's user");
      case EnterResult.ClaimedByAnother() -> new VerifyDecision.Claimed();
      case EnterResult.LeaseOver() -> new VerifyDecision.Expired();
      case EnterResult.NoSlot(), EnterResult.NoSuchEvent() -> new VerifyDecision.Revoked();
    };
  }

  private static TokenVerdict verdict(VerifyDecision decision) {
    return switch (decision) {
      case VerifyDecision.Accepted _ -> TokenVerdict.ACCEPTED;
      case VerifyDecision.Missing _ -> TokenVerdict.MISSING;
      case VerifyDecision.Invalid _ -> TokenVerdict.INVALID;
      case VerifyDecision.Expired _ -> TokenVerdict.EXPIRED;
      case VerifyDecision.Revoked _ -> TokenVerdict.REVOKED;
      case VerifyDecision.Foreign _ -> TokenVerdict.FOREIGN;
      case VerifyDecision.Claimed _ -> TokenVerdict.CLAIMED;
    };
  }
}
