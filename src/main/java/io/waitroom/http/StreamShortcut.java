package io.waitroom.http;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.BadRequestException;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.buyer.StatusResource;
import io.waitroom.http.server.EarlyFilter;
import io.waitroom.http.server.GuardFilter;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way of streams round JAX-RS, and out of Helidon's routing, to {@link StreamingConnection}.
 * Takes whatever asks for a stream and accepts one; the rest goes on to {@link StatusResource}.
 */
@Service
public class StreamShortcut {
  /** After {@link GuardFilter}, before Helidon. */
  private static final double WEIGHT = 8_000;

  private static final String STREAM = ApiPaths.STREAM_URL;
  private static final String ROUTE = STREAM + "{session_id}";
  private static final MediaType EVENTS = MediaTypes.TEXT_EVENT_STREAM;
  private static final Header EVENT_STREAM =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, EVENTS.text());
  private static final Header NO_STORE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, Responses.NO_STORE);
  private static final Header UNBUFFERED =
      HeaderValues.createCached(StatusResource.BUFFERING, StatusResource.UNBUFFERED);

  private final StatusStreams statusStreams;
  private final StreamRegistry streams;
  private final StreamNotifier audience;
  private final ShortAnswers answers;

  @Inject
  StreamShortcut(
      StatusStreams statusStreams,
      StreamRegistry streams,
      StreamNotifier audience,
      ShortAnswers answers) {
    this.statusStreams = statusStreams;
    this.streams = streams;
    this.audience = audience;
    this.answers = answers;
  }

  /** Stands before the server starts. */
  void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new EarlyFilter("stream-shortcut", WEIGHT, this::filter));
  }

  private void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().rawPath();
    if (path.startsWith(STREAM) && request.prologue().method().equals(Method.GET)) {
      String sessionId = path.substring(STREAM.length());
      if (Shortcuts.isPlain(sessionId) && acceptsEvents(request.headers())) {
        answer(sessionId, request, response);
        return;
      }
    }
    chain.proceed();
  }

  /**
   * Answers all there is to say about a place that has ended, or what is wrong.
   *
   * @throws StreamBegins when the stream is let in
   */
  private void answer(String sessionId, RoutingRequest request, RoutingResponse response) {
    AtomicReference<@Nullable StreamBegins> begins = new AtomicReference<>();
    answers.give(
        ROUTE,
        request,
        response,
        () -> {
          try {
            begins.set(open(sessionId, response));
          } catch (CloseConnectionException e) {
            throw e;
          } catch (RuntimeException | StackOverflowError e) {
            PlainReplies.problem(response, Failures.problem(e));
          }
        });
    StreamBegins begun = begins.get();
    if (begun != null) {
      throw begun;
    }
  }

  /** A stream that was let in; null if all there is to say has been sent: the place has ended. */
  private @Nullable StreamBegins open(String sessionId, RoutingResponse response) {
    StatusFeed stream = statusStreams.of(sessionId);
    if (stream.hasEnded()) {
      PlainReplies.send(asEvents(response), stream.firstWords());
      return null;
    }
    StreamRegistry.Stream place = streams.enter(); // or a problem, and nothing is said about events
    return new StreamBegins(stream, place, audience, StreamSink.head(asEvents(response).headers()));
  }

  private static RoutingResponse asEvents(RoutingResponse response) {
    response.status(Status.OK_200).header(EVENT_STREAM).header(NO_STORE).header(UNBUFFERED);
    return response;
  }

  private static boolean acceptsEvents(ServerRequestHeaders headers) {
    try {
      return headers.isAccepted(EVENTS);
    } catch (BadRequestException e) {
      return false;
    }
  }
}
