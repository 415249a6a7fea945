package io.waitroom.http.buyer;

import io.waitroom.http.Standings;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
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
  private final Standings standings;
  private final SessionIds sessionIds;
  private final SessionViews views;

  @Inject
  public StatusResource(Standings standings, SessionIds sessionIds, SessionViews views) {
    this.standings = standings;
    this.sessionIds = sessionIds;
    this.views = views;
  }

  /** Where a place stands; 200 in every state, until its ending is no longer kept. */
  @GET
  @Path("status/{session_id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response status(@PathParam("session_id") String sessionId) {
    SessionRef ref = PathIds.session(sessionIds, sessionId);
    return Responses.personal(200, views.status(sessionId, ref, standings.of(ref))).build();
  }
}
