package io.waitroom.http.buyer;

import io.waitroom.http.StatusStreams;
import io.waitroom.http.StreamShortcut;
import io.waitroom.http.server.Direct;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.service.StatusDecision;
import io.waitroom.service.StatusService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Where a place stands, asked or pushed: the status object, or server-sent events {@code position},
 * {@code ready} and {@code ended} that carry it.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
public class StatusResource {
  /** What tells nginx not to hold back what a stream says. */
  public static final String BUFFERING = "X-Accel-Buffering";

  public static final String UNBUFFERED = "no";

  private final StatusService statuses;
  private final SessionIds sessionIds;
  private final SessionViews views;
  private final StatusStreams streams;

  @Inject
  public StatusResource(
      StatusService statuses, SessionIds sessionIds, SessionViews views, StatusStreams streams) {
    this.statuses = statuses;
    this.sessionIds = sessionIds;
    this.views = views;
    this.streams = streams;
  }

  /** Where a place stands; 200 in every state, until its ending is no longer kept. */
  @GET
  @Path("status/{session_id}")
  @Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
  @Direct
  public Response status(@PathParam("session_id") String sessionId) {
    return switch (statuses.status(sessionId)) {
      case StatusDecision.Found(SessionRef session, Standing standing) ->
          Responses.personal(200, views.status(sessionId, session, standing)).build();
      case StatusDecision.UnknownSession() -> Responses.problem(PathIds.noSuchSession());
      case StatusDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  /**
   * How a stream begins, and no more: live streams are {@link StreamShortcut}'s, which takes nearly
   * all that ask for one. Clients of a stream that ends connect again, so the others are told every
   * {@code retry}.
   */
  @GET
  @Path("stream/{session_id}")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response stream(@PathParam("session_id") String sessionId) {
    return head().entity(streams.of(sessionId).firstWords()).build();
  }

  /** What a stream would begin with, without one. */
  @HEAD
  @Path("stream/{session_id}")
  public Response head(@PathParam("session_id") String sessionId) {
    SessionRef _ = PathIds.session(sessionIds, sessionId);
    return head().build();
  }

  private static Response.ResponseBuilder head() {
    return Response.ok()
        .type(MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(BUFFERING, UNBUFFERED);
  }
}
