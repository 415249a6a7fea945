package io.waitroom.http.stream;

import io.waitroom.http.Standings;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.server.TimedConnection;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A session's status, pushed: server-sent events {@code position}, {@code ready} and {@code ended}
 * that carry the status object. A stream occupies its connection and the thread of its request
 * until it ends.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
public class StreamResource {
  private static final String PATH = "stream/{session_id}";
  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final Standings standings;
  private final Rooms rooms;
  private final SessionIds sessionIds;
  private final SessionViews views;
  private final StreamRegistry streams;
  private final StreamNotifier notifier;

  @Inject
  public StreamResource(
      Standings standings,
      Rooms rooms,
      SessionIds sessionIds,
      SessionViews views,
      StreamRegistry streams,
      StreamNotifier notifier) {
    this.standings = standings;
    this.rooms = rooms;
    this.sessionIds = sessionIds;
    this.views = views;
    this.streams = streams;
    this.notifier = notifier;
  }

  /**
   * The stream of a session; of one that has ended, its end. 204, which stops an {@code
   * EventSource}, if the client has heard of the end already.
   */
  @GET
  @Path(PATH)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response stream(
      @PathParam("session_id") String sessionId,
      @HeaderParam(LAST_EVENT_ID) @Nullable String lastEventId) {
    SessionRef ref = PathIds.session(sessionIds, sessionId);
    StatusFeed feed =
        new StatusFeed(sessionId, ref, standings, rooms, views, streams.ticker());
    if (!feed.hasEnded()) {
      StreamLease lease = streams.open();
      // A client that connects again is to reach any replica, not the one that has stopped.
      return events()
          .header("Connection", "close")
          .entity((StreamingOutput) out -> hold(feed, lease, out))
          .build();
    }
    return StatusFeed.FINAL_ID.equals(lastEventId)
        ? Response.noContent().header(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE).build()
        : events().entity(feed.firstEvent()).build();
  }

  /** The head of a stream's response. */
  @HEAD
  @Path(PATH)
  public Response head(@PathParam("session_id") String sessionId) {
    SessionRef _ = PathIds.session(sessionIds, sessionId);
    return events().build();
  }

  /** A stream is no request in flight any more, however long it lasts. */
  private void hold(StatusFeed feed, StreamLease lease, OutputStream out) {
    TimedConnection.countOut();
    try (lease) {
      notifier.join(feed, lease);
      try {
        feed.run(out, lease);
      } finally {
        notifier.leave(feed);
      }
    }
  }

  private static Response.ResponseBuilder events() {
    return Response.ok()
        .type(MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE)
        .header("X-Accel-Buffering", "no"); // nginx passes on each event at once
  }
}
