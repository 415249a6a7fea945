package io.waitroom.http.admin;

import io.helidon.http.HeaderNames;
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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;

/** What operators do with events. */
@ApplicationScoped
@AdminOnly
@Path(AdminResource.ROOT)
@Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
public class AdminResource {
  public static final String ROOT = "/api/v1/admin/events";

  /** A name that would be the address of the page's files: {@code /waitroom/assets}. */
  private static final String RESERVED = "assets";

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
    return answer(200, room).build();
  }

  private static Response.ResponseBuilder answer(int status, RoomSnapshot room) {
    return Responses.personal(status, RoomViews.forOperators(room)).tag(RoomViews.tag(room));
  }

  /**
   * Refuses what was meant for another version of the event, RFC 9110, 13. Not one step with the
   * change: of two that come in the same moment both may pass.
   *
   * @throws ProblemException 412
   */
  private void requireConditions(EventId event, ServerRequest request, Request conditions) {
    if (!request.headers().contains(HeaderNames.IF_MATCH)
        && !request.headers().contains(HeaderNames.IF_NONE_MATCH)) {
      return;
    }
    Optional<RoomSnapshot> room = waitingRoom.snapshot(event);
    Response.ResponseBuilder refusal =
        room.isPresent()
            ? conditions.evaluatePreconditions(RoomViews.tag(room.get()))
            : conditions.evaluatePreconditions();
    if (refusal != null) {
      throw new ProblemException(
          Problem.CHANGED_MEANWHILE, "Ask for the event, and compare its ETag");
    }
  }

  /**
   * Makes an event, or replaces all settings of one; what the body does not name is the default.
   */
  @PUT
  @Path("{event_id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response put(
      @PathParam("event_id") String eventId,
      @Context ServerRequest request,
      @Context Request conditions,
      byte[] body) {
    EventId event = PathIds.event(eventId);
    if (event.value().equals(RESERVED)) {
      throw ProblemException.invalidField("event_id", "event_id must not be " + RESERVED);
    }
    Operator operator = operators.of(request);
    RoomChange change = RoomRequest.change(JsonReader.parse(body));
    requireConditions(event, request, conditions);
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
      @PathParam("event_id") String eventId,
      @Context ServerRequest request,
      @Context Request conditions,
      byte[] body) {
    EventId event = PathIds.event(eventId);
    Operator operator = operators.of(request);
    RoomChange change = RoomRequest.change(JsonReader.parse(body));
    requireConditions(event, request, conditions);
    if (change.isEmpty()) {
      return get(eventId); // nothing was done, so nothing is recorded
    }
    return configured(
        event, waitingRoom.change(event, change, operator), AdminLog.describe(change));
  }

  /** Removes an event; its people are evicted and told in the background. */
  @DELETE
  @Path("{event_id}")
  public Response delete(
      @PathParam("event_id") String eventId,
      @Context ServerRequest request,
      @Context Request conditions) {
    EventId event = PathIds.event(eventId);
    requireConditions(event, request, conditions);
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
        Response.ResponseBuilder response = answer(created ? 201 : 200, room);
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
