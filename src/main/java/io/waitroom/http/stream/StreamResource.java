package io.waitroom.http.stream;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.server.Direct;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.Rooms;
import io.waitroom.room.Ticker;
import io.waitroom.service.StatusDecision;
import io.waitroom.service.StatusService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;

/**
 * A session's status, pushed: server-sent events {@code position}, {@code ready} and {@code ended}
 * that carry the status object. A stream occupies its connection and the thread of its request
 * until it ends.
 */
@ApplicationScoped
@Path(ApiPaths.ROOT)
public class StreamResource {
  private static final String PATH = "stream/{session_id}";
  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

  private final StatusService statuses;
  private final Rooms rooms;
  private final SessionViews views;
  private final StreamRegistry streams;
  private final StreamNotifier notifier;
  private final Ticker ticker;

  @Inject
  public StreamResource(
      StatusService statuses,
      Rooms rooms,
      SessionViews views,
      StreamRegistry streams,
      StreamNotifier notifier,
      Ticker ticker) {
    this.statuses = statuses;
    this.rooms = rooms;
    this.views = views;
    this.streams = streams;
    this.notifier = notifier;
    this.ticker = ticker;
  }

  /**
   * The stream of a session; of one that has ended, its last event. 204, which stops an {@code
   * EventSource}, if the client has that event already.
   */
  @GET
  @Path(PATH)
  @Direct
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response stream(
      @PathParam("session_id") String sessionId, @Context ServerRequest request) {
    return switch (statuses.status(sessionId)) {
      case StatusDecision.Found found -> {
        StatusFeed feed = new StatusFeed(sessionId, found, statuses, rooms, views, ticker);
        yield feed.hasEnded() ? ended(feed, request) : live(feed);
      }
      case StatusDecision.UnknownSession() -> Responses.problem(PathIds.noSuchSession());
      case StatusDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  /** The head of a stream's response. */
  @HEAD
  @Path(PATH)
  public Response head(@PathParam("session_id") String sessionId) {
    return switch (statuses.status(sessionId)) {
      case StatusDecision.Found _ -> events().build();
      case StatusDecision.UnknownSession() -> Responses.problem(PathIds.noSuchSession());
      case StatusDecision.SessionGone() -> Responses.problem(PathIds.sessionGone());
    };
  }

  private static Response ended(StatusFeed feed, ServerRequest request) {
    boolean known =
        request.headers().first(LAST_EVENT_ID).filter(StatusFeed.FINAL_ID::equals).isPresent();
    return known
        ? Response.noContent().header(HttpHeaders.CACHE_CONTROL, Responses.NO_STORE).build()
        : events().entity(feed.firstEvent()).build();
  }

  private Response live(StatusFeed feed) {
    StreamLease lease = streams.open();
    return events()
        // A client that connects again is to reach any replica, not the one that stops.
        .header("Connection", "close")
        .entity((StreamingOutput) out -> hold(feed, lease, out))
        .build();
  }

  /** Holds the stream open until it ends; the request's permit is given back before. */
  private void hold(StatusFeed feed, StreamLease lease, OutputStream out) {
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
