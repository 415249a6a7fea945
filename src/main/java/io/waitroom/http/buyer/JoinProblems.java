package io.waitroom.http.buyer;

import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomState;
import io.waitroom.service.JoinDecision;
import java.time.Duration;

/** The refusals of a join as problems. */
final class JoinProblems {
  private JoinProblems() {}

  /** Returns the problem that a refusal is. */
  static ProblemException of(JoinDecision.Refused refused) {
    return switch (refused) {
      case JoinDecision.IdentityRequired() ->
          new ProblemException(
              Problem.IDENTITY_REQUIRED, "Send Authorization: Bearer and a token of the issuer");
      case JoinDecision.IdentityInvalid(String flaw) ->
          new ProblemException(Problem.IDENTITY_INVALID, "The bearer token is " + flaw);
      case JoinDecision.UserMissing() ->
          ProblemException.invalidField("user_id", "user_id is missing");
      case JoinDecision.UserMismatch() ->
          ProblemException.invalidField(
              "user_id", "user_id is not the person of the token; it may be left out");
      case JoinDecision.ProofRequired(EventId event) ->
          new ProblemException(
              Problem.PROOF_REQUIRED,
              "Solve %s/events/%s/challenge and send it as altcha".formatted(ApiPaths.ROOT, event));
      case JoinDecision.ProofInvalid() ->
          new ProblemException(
              Problem.PROOF_INVALID,
              "altcha is not a solution of a challenge of this event that still lives");
      case JoinDecision.ProofSpent() ->
          new ProblemException(Problem.PROOF_INVALID, "altcha was used for another session");
      case JoinDecision.AlreadyJoined() ->
          new ProblemException(
              Problem.ALREADY_JOINED,
              "The user holds a session; its session_id was given to the client that joined first");
      case JoinDecision.RoomClosed(RoomState state) ->
          new ProblemException(Problem.ROOM_CLOSED, "The room is " + state.word());
      case JoinDecision.QueueFull() ->
          new ProblemException(
              Problem.QUEUE_FULL, "The room can take in nobody more at the moment");
      case JoinDecision.TooManyJoins(Duration retryAfter) ->
          ProblemException.retryAfter(
              Problem.TOO_MANY_JOINS, "The client has used up its joins", retryAfter);
      case JoinDecision.NoSuchEvent(EventId event) -> PathIds.noSuchEvent(event);
    };
  }
}
