package io.waitroom.http.admin;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.RoomViews;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EventId;
import io.waitroom.room.Operator;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.Rooms;
import io.waitroom.room.WaitingRoom;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** What operators do with events. */
@ApplicationScoped
@AdminOnly
@Path(AdminResource.ROOT)
@Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
public class AdminResource {
  public static final String ROOT = "/api/v1/admin/events";

  private static final int AUDIT_LIMIT = 1_000;

  private final WaitingRoom waitingRoom;
  private final Rooms rooms;
  private final Operators operators;
  private final RoomSettings defaults;

  @Inject
  public AdminResource(
      WaitingRoom waitingRoom, Rooms rooms, Operators operators, HttpSettings settings) {
    this.waitingRoom = waitingRoom;
    this.rooms = rooms;
    this.operators = operators;
    this.defaults = settings.defaults();
  }

  /** All events, as this replica knows them: at most about a second old. */
  @GET
  public Response list() {
    return Responses.personal(200, RoomViews.forOperators(rooms.all())).build();
  }

  /** One event, as it is at this moment. */
  @GET
  @Path("{event_id}")
  public Response get(@PathParam("event_id") String eventId) {
    EventId event = PathIds.event(eventId);
    RoomSnapshot room = waitingRoom.snapshot(event).orElseThrow(() -> PathIds.noSuchEvent(event));
    return Responses.personal(200, RoomViews.forOperators(room)).build();
  }

  /**
   * Makes an event, or replaces all settings of one; what the body does not name is the default.
   */
  @PUT
  @Path("{event_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response put(
      @PathParam("event_id") String eventId, @Context ServerRequest request, byte[] body) {
    EventId event = PathIds.event(eventId);
    Operator operator = operators.of(request);
    RoomChange change = RoomRequest.change(JsonReader.parse(body));
    RoomSettings settings = change.applyTo(defaults);
    return configured(
        event,
        waitingRoom.put(event, settings, change.state(), operator),
        AdminLog.describe(change));
  }

  /** Changes what the body names, and nothing else. */
  @PATCH
  @Path("{event_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response patch(
      @PathParam("event_id") String eventId, @Context ServerRequest request, byte[] body) {
    EventId event = PathIds.event(eventId);
    Operator operator = operators.of(request);
    RoomChange change = RoomRequest.change(JsonReader.parse(body));
    return configured(
        event, waitingRoom.change(event, change, operator), AdminLog.describe(change));
  }

  /** Removes an event; its people are evicted and told in the background. */
  @DELETE
  @Path("{event_id}")
  public Response delete(@PathParam("event_id") String eventId, @Context ServerRequest request) {
    EventId event = PathIds.event(eventId);
    if (!waitingRoom.remove(event, operators.of(request))) {
      throw PathIds.noSuchEvent(event);
    }
    AdminLog.did(event, "is being removed");
    return Response.noContent().build();
  }

  /** What operators did with an event, newest first; also when it has been removed. */
  @GET
  @Path("{event_id}/audit")
  public Response audit(@PathParam("event_id") String eventId) {
    EventId event = PathIds.event(eventId);
    return Responses.personal(200, AuditViews.of(waitingRoom.auditLog(event, AUDIT_LIMIT))).build();
  }

  /** Stops admissions of an open event; people can still join. */
  @POST
  @Path("{event_id}/pause")
  public Response pause(@PathParam("event_id") String eventId, @Context ServerRequest request) {
    return setState(PathIds.event(eventId), RoomState.PAUSED, operators.of(request));
  }

  /** Lets a paused event admit again. */
  @POST
  @Path("{event_id}/resume")
  public Response resume(@PathParam("event_id") String eventId, @Context ServerRequest request) {
    return setState(PathIds.event(eventId), RoomState.OPEN, operators.of(request));
  }

  /** Between open and paused only: a closed or sold-out event is not opened by a slip. */
  private Response setState(EventId event, RoomState state, Operator operator) {
    RoomChange change = RoomChange.ofState(state, Set.of(RoomState.OPEN, RoomState.PAUSED));
    return configured(
        event, waitingRoom.change(event, change, operator), AdminLog.describe(change));
  }

  private Response configured(EventId event, ConfigureResult result, String what) {
    return switch (result) {
      case ConfigureResult.Configured(RoomSnapshot room, boolean created) -> {
        AdminLog.did(event, (created ? "was made: " : "was changed: ") + what);
        Response.ResponseBuilder response =
            Responses.personal(created ? 201 : 200, RoomViews.forOperators(room));
        if (created) {
          response.header(HttpHeaders.LOCATION, ROOT + "/" + event);
        }
        yield response.build();
      }
      case ConfigureResult.WrongState(RoomState state) ->
          throw new ProblemException(Problem.STATE_CONFLICT, "The room is " + state.word());
      case ConfigureResult.BeingRemoved() ->
          throw new ProblemException(
              Problem.EVENT_BEING_REMOVED, "The event can be made again when its people are told");
      case ConfigureResult.NoSuchEvent() -> throw PathIds.noSuchEvent(event);
    };
  }
}
