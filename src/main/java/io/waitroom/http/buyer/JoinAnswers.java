package io.waitroom.http.buyer;

import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.RoomState;
import io.waitroom.service.JoinDecision;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** The answers of the API to a join. */
@Service
public class JoinAnswers {
  private final SessionViews views;

  @Inject
  public JoinAnswers(SessionViews views) {
    this.views = views;
  }

  /**
   * Returns the answer to a join: 201 for a new session, 200 for the one that the caller holds, a
   * problem for the rest.
   */
  public Response of(JoinDecision decision) {
    return switch (decision) {
      case JoinDecision.Joined joined -> joined(joined);
      case JoinDecision.Refused refused -> Responses.problem(problem(refused));
    };
  }

  private Response joined(JoinDecision.Joined joined) {
    boolean created = joined.result().created();
    byte[] view = views.joined(joined.sessionId(), joined.userId(), joined.result());
    Response.ResponseBuilder response = Responses.personal(created ? 201 : 200, view);
    if (created) {
      response.header(HttpHeaders.LOCATION, ApiPaths.STATUS_URL + joined.sessionId());
    }
    return response.build();
  }

  private static ProblemException problem(JoinDecision.Refused refused) {
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
              "The user holds a session; its session_id was given to whoever joined first");
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

  /** Returns a challenge as the ALTCHA scheme writes it. */
  static byte[] challenge(ProofOfWork.Challenge challenge) {
    return JsonWriter.object(out ->
        out.put("algorithm", challenge.algorithm())
            .put("challenge", challenge.hash())
            .put("maxnumber", challenge.maxNumber())
            .put("salt", challenge.salt())
            .put("signature", challenge.signature()));
  }
}
