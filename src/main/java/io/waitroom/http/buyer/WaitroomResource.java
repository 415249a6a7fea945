package io.waitroom.http.buyer;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.JoinExchange;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.EventId;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.service.JoinService;
import io.waitroom.service.LeaveDecision;
import io.waitroom.service.LeaveService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/**
 * What buyers call to join and to leave. A session id is the proof of owning the place; requests
 * that are wrong in themselves are refused before Redis is asked.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
@Produces(MediaType.APPLICATION_JSON)
public class WaitroomResource {
  private static final int EVENT_MAX_AGE_SECONDS = 1;

  private final JoinService joins;
  private final JoinExchange exchange;
  private final Rooms rooms;
  private final LeaveService leaves;

  @Inject
  public WaitroomResource(
      JoinService joins,
      JoinExchange exchange,
      Rooms rooms,
      LeaveService leaves) {
    this.joins = joins;
    this.exchange = exchange;
    this.rooms = rooms;
    this.leaves = leaves;
  }

  /**
   * Takes a place: 201, or 200 for the same place when the same Idempotency-Key or the same
   * verified person asks again.
   */
  @POST
  @Path("join")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response join(
      @Context HttpHeaders headers, @Context ServerRequest caller, InputStream body) {
    return exchange.join(body, headers.getLength(), caller);
  }

  /** Gives a place up, and its slot if it holds one; idempotent. */
  @POST
  @Path("leave/{session_id}")
  public Response leave(@PathParam("session_id") String sessionId) {
    return switch (leaves.leave(sessionId)) {
      case LeaveDecision.Ended(SessionRef _, SessionStatus status) ->
          Responses.personal(200, SessionViews.left(sessionId, status)).build();
      case LeaveDecision.UnknownSession() -> Responses.problem(PathIds.noSuchSession());
      case LeaveDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  /** How long the queue is, for everybody; never asks Redis for an event that is known here. */
  @GET
  @Path("events/{event_id}")
  public Response event(@PathParam("event_id") String eventId) {
    EventId event = PathIds.event(eventId);
    return rooms
        .find(event)
        .map(room -> Responses.shared(RoomViews.forEverybody(room), EVENT_MAX_AGE_SECONDS))
        .orElseGet(() -> Responses.problem(PathIds.noSuchEvent(event)));
  }

  /** A proof of work to be solved before a join, where joins ask for one. */
  @GET
  @Path("events/{event_id}/challenge")
  public Response challenge(@PathParam("event_id") String eventId) {
    EventId event = PathIds.event(eventId);
    return joins
        .challenge(event)
        .map(challenge -> Responses.personal(200, JoinAnswers.challenge(challenge)).build())
        .orElseGet(() -> Responses.problem(PathIds.noSuchEvent(event)));
  }
}
