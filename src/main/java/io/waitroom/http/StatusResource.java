package io.waitroom.http;

import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import org.glassfish.jersey.server.ChunkedOutput;

/**
 * Where a place stands, asked or pushed: the status object, or server-sent events {@code position},
 * {@code ready} and {@code ended} that carry it.
 */
@ApplicationScoped
@Path(WaitroomResource.ROOT)
public class StatusResource {
  private static final System.Logger LOGGER = System.getLogger(StatusResource.class.getName());

  private final Standings standings;
  private final Rooms rooms;
  private final RoomFeed feed;
  private final SessionIds sessionIds;
  private final SessionViews views;
  private final Streams streams;

  @Inject
  StatusResource(
      Standings standings,
      Rooms rooms,
      RoomFeed feed,
      SessionIds sessionIds,
      SessionViews views,
      Streams streams) {
    this.standings = standings;
    this.rooms = rooms;
    this.feed = feed;
    this.sessionIds = sessionIds;
    this.views = views;
    this.streams = streams;
  }

  /** Where a place stands; 200 in every state, until its ending is no longer kept. */
  @GET
  @Path("status/{session_id}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response status(@PathParam("session_id") String sessionId) {
    SessionRef ref = Paths.session(sessionIds, sessionId);
    return Replies.personal(200, views.status(sessionId, ref, standings.of(ref))).build();
  }

  /**
   * What is wrong is said before the stream begins; from then on it ends only with the place, the
   * client or the service.
   */
  @GET
  @Path("stream/{session_id}")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response stream(@PathParam("session_id") String sessionId) {
    SessionRef ref = Paths.session(sessionIds, sessionId);
    StatusStream stream = new StatusStream(sessionId, ref, standings, rooms, feed, views);
    if (stream.hasEnded()) {
      // All there is to say; a stream that is closed before this method returns is an error to
      // Jersey.
      return head().entity(stream.lastWords()).build();
    }
    streams.enter();
    ChunkedOutput<byte[]> out = new ChunkedOutput<>(byte[].class);
    // Jersey sends nothing before this method returns, so the stream writes from a thread of its
    // own.
    Thread.ofVirtual().name("stream").start(() -> write(stream, out));
    return head().entity(out).build();
  }

  /** What a stream would begin with, without one. */
  @HEAD
  @Path("stream/{session_id}")
  public Response head(@PathParam("session_id") String sessionId) {
    SessionRef _ = Paths.session(sessionIds, sessionId);
    return head().build();
  }

  private static Response.ResponseBuilder head() {
    return Response.ok()
        .type(MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no");
  }

  private void write(StatusStream stream, ChunkedOutput<byte[]> out) {
    try (Streams.Stream open = streams.begin();
        out) {
      stream.writeTo(out, open);
    } catch (IOException | UncheckedIOException | ProblemException | RoomUnavailableException e) {
      // The client is gone, or the place, or Redis; who is still there connects again and is told.
      LOGGER.log(System.Logger.Level.DEBUG, "a stream ended: {0}", e.getMessage());
    }
  }
}
