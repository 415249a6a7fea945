package io.waitroom.http.buyer;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.Departures;
import io.waitroom.http.Joins;
import io.waitroom.http.server.Direct;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.EventId;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
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
 * What buyers call to join and to leave. A session id is the proof of owning the place; requests
 * that are wrong in themselves are refused before Redis is asked.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
@Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
public class WaitroomResource {
  private static final int EVENT_MAX_AGE_SECONDS = 1;

  private final Joins joins;
  private final SessionViews views;
  private final Rooms rooms;
  private final SessionIds sessionIds;
  private final Departures departures;

  @Inject
  public WaitroomResource(
      Joins joins, SessionViews views, Rooms rooms, SessionIds sessionIds, Departures departures) {
    this.joins = joins;
    this.views = views;
    this.rooms = rooms;
    this.sessionIds = sessionIds;
    this.departures = departures;
  }

  /**
   * Takes a place: 201, or 200 for the same place when the same Idempotency-Key or the same
   * verified person asks again.
   */
  @POST
  @Path("join")
  @Consumes(MediaType.APPLICATION_JSON)
  @Direct
  public Response join(@Context ServerRequest caller, byte[] body) {
    Joins.Taken taken = joins.join(JoinRequest.of(JsonReader.parse(body)), caller);
    String sessionId = sessionIds.issue(taken.place().ref());
    boolean created = taken.place().created();
    Response.ResponseBuilder response =
        Responses.personal(
            created ? 201 : 200, views.joined(sessionId, taken.userId(), taken.place()));
    if (created) {
      response.header(HttpHeaders.LOCATION, ApiPaths.STATUS_URL + sessionId);
    }
    return response.build();
  }

  /** Gives a place up, and its slot if it holds one; idempotent. */
  @POST
  @Path("leave/{session_id}")
  public Response leave(@PathParam("session_id") String sessionId) {
    SessionRef ref = PathIds.session(sessionIds, sessionId);
    byte[] view = SessionViews.left(sessionId, Departures.status(departures.leave(ref)));
    return Responses.personal(200, view).build();
  }

  /** How long the queue is, for everybody; never asks Redis for an event that is known here. */
  @GET
  @Path("events/{event_id}")
  public Response event(@PathParam("event_id") String eventId) {
    EventId event = PathIds.event(eventId);
    return rooms
        .find(event)
        .map(room -> Responses.shared(RoomViews.forEverybody(room), EVENT_MAX_AGE_SECONDS))
        .orElseThrow(() -> PathIds.noSuchEvent(event));
  }

  /** A proof of work to be solved before a join, where joins ask for one. */
  @GET
  @Path("events/{event_id}/challenge")
  public Response challenge(@PathParam("event_id") String eventId) {
    return Responses.personal(200, joins.challenge(PathIds.event(eventId))).build();
  }
}
