package io.waitroom.http.admin;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.Departures;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Metrics;
import io.waitroom.room.EventId;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
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
  private final WaitingRoom waitingRoom;
  private final SessionIds sessionIds;
  private final Wakeups wakeups;
  private final Metrics metrics;
  private final Departures departures;

  @Inject
  public AdminSessionResource(
      WaitingRoom waitingRoom,
      SessionIds sessionIds,
      Wakeups wakeups,
      Metrics metrics,
      Departures departures) {
    this.waitingRoom = waitingRoom;
    this.sessionIds = sessionIds;
    this.wakeups = wakeups;
    this.metrics = metrics;
    this.departures = departures;
  }

  /** Ends a place against its owner's will; idempotent. */
  @POST
  @Path("evict")
  public Response evict(
      @PathParam("event_id") String eventId,
      @PathParam("session_id") String sessionId,
      @Context ServerRequest request) {
    SessionRef ref = PathIds.session(sessionIds, PathIds.event(eventId), sessionId);
    SessionStatus status = Departures.status(departures.evict(ref, request));
    AdminLog.did(ref.eventId(), "evict of ticket %d: %s".formatted(ref.ticket(), status.word()));
    return Responses.personal(200, SessionViews.left(sessionId, status)).build();
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
    SessionRef ref = PathIds.session(sessionIds, event, sessionId);
    return switch (waitingRoom.settle(ref, report.userId(), report.outcome())) {
      case SettleResult.Settled(SessionStatus status) -> {
        metrics.settled(status);
        wakeups.admissionPossible(event);
        yield settled(sessionId, status, "settled");
      }
      case SettleResult.LateCompletion() -> {
        metrics.completedLate();
        yield settled(sessionId, SessionStatus.COMPLETED, "late_completion");
      }
      case SettleResult.AlreadyEnded(SessionStatus status) ->
          settled(sessionId, status, "already_ended");
      case SettleResult.NotAdmitted() -> settled(sessionId, SessionStatus.QUEUED, "not_admitted");
      case SettleResult.ForeignUser() ->
          throw new ProblemException(Problem.FOREIGN_USER, "user_id is not the session's");
      case SettleResult.Gone() -> throw PathIds.sessionGone();
      case SettleResult.NoSuchEvent() -> throw PathIds.noSuchSession();
    };
  }

  private static Response settled(String sessionId, SessionStatus status, String result) {
    byte[] view =
        JsonWriter.object(out ->
            out.put("session_id", sessionId).put("status", status.word()).put("result", result));
    return Responses.personal(200, view).build();
  }
}
