package io.waitroom.http.buyer;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.server.Direct;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.EventId;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.service.JoinDecision;
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

/**
 * What buyers call to join and to leave. A session id is the proof of owning the session; requests
 * that are wrong in themselves are refused before Redis is asked.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
@Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
public class WaitroomResource {
  private static final int EVENT_MAX_AGE_SECONDS = 1;

  private final JoinService joins;
  private final LeaveService leaves;
  private final Rooms rooms;
  private final SessionViews views;
  private final int trustedProxies;

  @Inject
  public WaitroomResource(
      JoinService joins,
      LeaveService leaves,
      Rooms rooms,
      SessionViews views,
      HttpSettings settings) {
    this.joins = joins;
    this.leaves = leaves;
    this.rooms = rooms;
    this.views = views;
    this.trustedProxies = settings.trustedProxies();
  }

  /**
   * Begins a session: 201, or 200 for the same session when the same Idempotency-Key or the same
   * verified person asks again.
   */
  @POST
  @Path("join")
  @Consumes(MediaType.APPLICATION_JSON)
  @Direct
  public Response join(@Context ServerRequest caller, byte[] body) {
    JoinRequest request = JoinRequest.of(JsonReader.parse(body));
    JoinDecision decision =
        joins.join(
            request.eventId(),
            request.userId(),
            request.altcha(),
            Callers.of(caller, trustedProxies));
    return switch (decision) {
      case JoinDecision.Joined joined -> joined(joined);
      case JoinDecision.Refused refused -> Responses.problem(JoinProblems.of(refused));
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

  /** Ends a session and frees its slot, if it holds one; idempotent. */
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
        .map(challenge -> Responses.personal(200, view(challenge)).build())
        .orElseGet(() -> Responses.problem(PathIds.noSuchEvent(event)));
  }

  /** A challenge as the ALTCHA scheme writes it. */
  private static byte[] view(ProofOfWork.Challenge challenge) {
    return JsonWriter.object(out ->
        out.put("algorithm", challenge.algorithm())
            .put("challenge", challenge.hash())
            .put("maxnumber", challenge.maxNumber())
            .put("salt", challenge.salt())
            .put("signature", challenge.signature()));
  }
}
