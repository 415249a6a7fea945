package io.waitroom.http.buyer;

import io.waitroom.http.server.Direct;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.service.StatusDecision;
import io.waitroom.service.StatusService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Where a session stands, as the status object. */
@ApplicationScoped
@Path(ApiPaths.ROOT)
public class StatusResource {
  private final StatusService statuses;
  private final SessionViews views;

  @Inject
  public StatusResource(StatusService statuses, SessionViews views) {
    this.statuses = statuses;
    this.views = views;
  }

  /** Where a session stands; 200 in every state, until its ending is no longer kept. */
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
}
