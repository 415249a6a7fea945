package io.waitroom.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.PlainReplies;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Optional;

/**
 * Guards the connection below JAX-RS, where Helidon 4.3 is lenient: refuses bodies whose end can be
 * read in two ways and targets that are no path, turns away what is too much at once, and closes
 * connections that were said to close.
 */
@Service
public class GuardFilter {
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();

  /** Before everything else. */
  private static final double WEIGHT = 10_000;

  private final RequestLimit limit;
  private final YieldUnderLoad turns;
  private final Cors cors;

  @Inject
  public GuardFilter(RequestLimit limit, YieldUnderLoad turns, Cors cors) {
    this.limit = limit;
    this.turns = turns;
    this.cors = cors;
  }

  /** Stands before the server starts. */
  public void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new EarlyFilter("connection-guard", WEIGHT, this::filter));
  }

  private void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    turns.giveWay();
    Optional<String> fault = RequestSyntax.fault(request.prologue(), request.headers());
    if (fault.isPresent()) {
      TimedConnection.closeAfterThisRequest();
      PlainReplies.problem(response, ProblemException.closing(Problem.BAD_REQUEST, fault.get()));
      throw new CloseConnectionException(fault.get());
    }
    if (isLast(request.headers())) {
      TimedConnection.closeAfterThisRequest();
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (RequestSyntax.isAboutTheServer(request.prologue())) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      proceed(chain, request, response);
    }
    if (isClosing(response.headers())) {
      // helidon-io/helidon#12324: it says close, and then waits for the next request.
      throw new CloseConnectionException("Closing as announced");
    }
  }

  /**
   * Whether no request can follow on the connection: the client says so, or asks before it sends a
   * body. Nobody can tell whether that body comes once the answer has been given without it: where
   * Helidon takes it that it does not, it would be read as the next request.
   */
  private static boolean isLast(Headers headers) {
    return headers.contains(HeaderNames.EXPECT) || isClosing(headers);
  }

  private void proceed(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    // Decoded and without parameters, as JAX-RS looks at it.
    String path = request.prologue().uriPath().path();
    if (!RequestLimit.counts(path) || request.prologue().method().equals(Method.OPTIONS)) {
      chain.proceed();
    } else if (limit.enter()) {
      TimedConnection.countedBy(limit);
      try {
        chain.proceed();
      } finally {
        TimedConnection.countedBy(null);
        limit.leave();
      }
    } else {
      turnAway(path, request, response);
    }
  }

  private void turnAway(String path, RoutingRequest request, RoutingResponse response) {
    if (Cors.isPublic(path)) {
      cors.decorate(request, response);
    }
    PlainReplies.problem(
        response, new ProblemException(Problem.TEMPORARILY_UNAVAILABLE, RequestLimit.TOO_MANY));
  }

  private static boolean isClosing(Headers headers) {
    if (!headers.contains(HeaderNames.CONNECTION)) {
      return false;
    }
    return headers.get(HeaderNames.CONNECTION).allValues(true).stream()
        .anyMatch(CLOSE::equalsIgnoreCase);
  }
}
