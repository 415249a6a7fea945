package io.waitroom.http.admin;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.EventId;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.service.LeaveDecision;
import io.waitroom.service.LeaveService;
import io.waitroom.service.SettleDecision;
import io.waitroom.service.SettleService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What operators do with one session, and where shops without Kafka report outcomes. */
@ApplicationScoped
@AdminOnly
@Path(AdminResource.ROOT + "/{event_id}/sessions/{session_id}")
@Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
public class AdminSessionResource {
  private final LeaveService leaves;
  private final SettleService settlements;
  private final Operators operators;

  @Inject
  public AdminSessionResource(LeaveService leaves, SettleService settlements, Operators operators) {
    this.leaves = leaves;
    this.settlements = settlements;
    this.operators = operators;
  }

  /** Ends a session against its buyer's will; idempotent. */
  @POST
  @Path("evict")
  public Response evict(
      @PathParam("event_id") String eventId,
      @PathParam("session_id") String sessionId,
      @Context ServerRequest request) {
    EventId event = PathIds.event(eventId);
    return switch (leaves.evict(event, sessionId, operators.of(request))) {
      case LeaveDecision.Ended(SessionRef session, SessionStatus status) -> {
        AdminLog.did(event, "evict of ticket %d: %s".formatted(session.ticket(), status.word()));
        yield Responses.personal(200, SessionViews.left(sessionId, status)).build();
      }
      case LeaveDecision.UnknownSession() -> Responses.problem(PathIds.noSuchSession());
      case LeaveDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  /** Records what became of a checkout, exactly as a message on Kafka would. */
  @POST
  @Path("outcome")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response outcome(
      @PathParam("event_id") String eventId,
      @PathParam("session_id") String sessionId,
      byte[] body) {
    EventId event = PathIds.event(eventId);
    OutcomeRequest report = OutcomeRequest.of(JsonReader.parse(body));
    return switch (settlements.settle(sessionId, event, report.userId(), report.outcome())) {
      case SettleDecision.Settled(SessionStatus status) -> settled(sessionId, status, "settled");
      case SettleDecision.LateCompletion() ->
          settled(sessionId, SessionStatus.COMPLETED, "late_completion");
      case SettleDecision.AlreadyEnded(SessionStatus status) ->
          settled(sessionId, status, "already_ended");
      case SettleDecision.NotAdmitted() -> settled(sessionId, SessionStatus.QUEUED, "not_admitted");
      case SettleDecision.ForeignUser() ->
          Responses.problem(Problem.FOREIGN_USER, "user_id is not the session's").build();
      case SettleDecision.ForeignEvent(),
          SettleDecision.UnknownSession(),
          SettleDecision.EventGone() ->
          Responses.problem(PathIds.noSuchSession());
      case SettleDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  private static Response settled(String sessionId, SessionStatus status, String result) {
    byte[] view =
        JsonWriter.object(out ->
            out.put("session_id", sessionId).put("status", status.word()).put("result", result));
    return Responses.personal(200, view).build();
  }
}
