package io.waitroom.http;

import io.waitroom.room.Departure;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomState;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.WaitingRoom;
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
import java.util.Optional;

/**
 * What buyers call: join, ask, leave. A session id is the proof of owning the place; requests that
 * are wrong in themselves are refused before Redis is asked.
 */
@ApplicationScoped
@Path(WaitroomResource.ROOT)
@Produces(MediaType.APPLICATION_JSON)
public class WaitroomResource {
  static final String ROOT = "/api/v1/waitroom";
  static final String STATUS_URL = ROOT + "/status/";
  static final String STREAM_URL = ROOT + "/stream/";

  private static final int EVENT_MAX_AGE_SECONDS = 1;

  private final WaitingRoom waitingRoom;
  private final Rooms rooms;
  private final SessionIds sessionIds;
  private final SessionViews views;
  private final Arrivals arrivals;
  private final Departures departures;

  @Inject
  WaitroomResource(
      WaitingRoom waitingRoom,
      Rooms rooms,
      SessionIds sessionIds,
      SessionViews views,
      Arrivals arrivals,
      Departures departures) {
    this.waitingRoom = waitingRoom;
    this.rooms = rooms;
    this.sessionIds = sessionIds;
    this.views = views;
    this.arrivals = arrivals;
    this.departures = departures;
  }

  /** Takes a place: 201, or 200 for the same place when the same Idempotency-Key asks again. */
  @POST
  @Path("join")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response join(@Context HttpHeaders headers, InputStream body) {
    Optional<String> retryKey = IdempotencyKey.of(headers);
    JoinRequest request = JoinRequest.of(JsonBody.read(body, headers.getLength()));
    EventId event = request.eventId();
    if (rooms.find(event).isEmpty()) {
      throw Paths.noSuchEvent(event);
    }
    return switch (arrivals.join(event, request.userId(), retryKey)) {
      case JoinResult.Joined place -> joined(request, place);
      case JoinResult.AlreadyJoined() ->
          throw new ProblemException(
              Problem.ALREADY_JOINED,
              "The user has a place already; its session_id was given to whoever joined first");
      case JoinResult.RoomClosed(RoomState state) ->
          throw new ProblemException(Problem.ROOM_CLOSED, "The room is " + state.word());
      case JoinResult.QueueFull() ->
          throw new ProblemException(
              Problem.QUEUE_FULL, "The room can take in nobody more at the moment");
      case JoinResult.NoSuchEvent() -> throw Paths.noSuchEvent(event);
    };
  }

  /** Where a place stands; 200 in every state, until its ending is no longer kept. */
  @GET
  @Path("status/{session_id}")
  public Response status(@PathParam("session_id") String sessionId) {
    SessionRef ref = Paths.session(sessionIds, sessionId);
    byte[] view = views.status(sessionId, ref, waitingRoom.standing(ref));
    return Replies.personal(200, view).build();
  }

  /** Gives a place up, and its slot if it holds one; idempotent. */
  @POST
  @Path("leave/{session_id}")
  public Response leave(@PathParam("session_id") String sessionId) {
    SessionRef ref = Paths.session(sessionIds, sessionId);
    byte[] view = SessionViews.left(sessionId, departures.end(ref, Departure.USER_LEFT));
    return Replies.personal(200, view).build();
  }

  /** How long the queue is, for everybody; never asks Redis for an event that is known here. */
  @GET
  @Path("events/{event_id}")
  public Response event(@PathParam("event_id") String eventId) {
    EventId event = Paths.event(eventId);
    return rooms
        .find(event)
        .map(room -> Replies.shared(RoomViews.forEverybody(room), EVENT_MAX_AGE_SECONDS))
        .orElseThrow(() -> Paths.noSuchEvent(event));
  }

  private Response joined(JoinRequest request, JoinResult.Joined place) {
    String sessionId = sessionIds.issue(place.ref());
    byte[] view = views.joined(sessionId, request.userId(), place);
    Response.ResponseBuilder response = Replies.personal(place.created() ? 201 : 200, view);
    if (place.created()) {
      response.header(HttpHeaders.LOCATION, STATUS_URL + sessionId);
    }
    return response.build();
  }
}
