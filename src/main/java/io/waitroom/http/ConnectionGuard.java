package io.waitroom.http;

import io.helidon.common.Weighted;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.spi.ServerFeature;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.regex.Pattern;

/**
 * Guards the connection below JAX-RS, where Helidon 4.3 is lenient: refuses bodies whose end can be
 * read in two ways and targets that are no path, turns away what is too much at once, and closes
 * connections that were said to close.
 */
@ApplicationScoped
public class ConnectionGuard {
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();

  private static final String ANY_PATH = "*";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final RequestLimit limit;

  @Inject
  ConnectionGuard(RequestLimit limit) {
    this.limit = limit;
  }

  /** The guard goes before everything else, Helidon's own filters included. */
  private final class Feature implements ServerFeature, Weighted {
    private static final double BEFORE_ALL = 10_000;

    @Override
    public void setup(ServerFeatureContext context) {
      context
          .socket(WebServer.DEFAULT_SOCKET_NAME)
          .httpRouting()
          .addFilter(ConnectionGuard.this::filter);
    }

    @Override
    public double weight() {
      return BEFORE_ALL;
    }

    @Override
    public String name() {
      return "connection-guard";
    }

    @Override
    public String type() {
      return name();
    }
  }

  /** Stands before the server starts. */
  void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new Feature());
  }

  private void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!request.prologue().rawProtocol().startsWith("HTTP/1")) {
      proceed(chain, request, response);
      return;
    }
    if (isAmbiguous(request.headers())) {
      refuse(response, "The body's length is given in two ways");
      throw new CloseConnectionException("The body's length is ambiguous");
    }
    String path = request.prologue().uriPath().rawPath();
    if (path.startsWith("/")) {
      proceed(chain, request, response);
    } else if (path.equals(ANY_PATH) && request.prologue().method().equals(Method.OPTIONS)) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      refuse(response, "The request's target is not a path");
      throw new CloseConnectionException("The request's target is not a path");
    }
    if (isClosing(request.headers()) || isClosing(response.headers())) {
      // helidon-io/helidon#12324: it says close, and then waits for the next request.
      throw new CloseConnectionException("Closing as announced");
    }
  }

  private void proceed(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!RequestLimit.counts(request.prologue().uriPath().rawPath())) {
      chain.proceed();
    } else if (limit.enter(request.content().hasEntity())) {
      try {
        chain.proceed();
      } finally {
        limit.leave();
      }
    } else {
      Problem problem = Problem.TEMPORARILY_UNAVAILABLE;
      response
          .status(Status.SERVICE_UNAVAILABLE_503)
          .header(HeaderNames.CONTENT_TYPE, Replies.PROBLEM_JSON.toString())
          .header(HeaderNames.CACHE_CONTROL, "no-store")
          .header(HeaderNames.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()))
          .send(Replies.body(problem, RequestLimit.TOO_MANY, null));
    }
  }

  /** A proxy in front may read the other length and take the rest for another caller's request. */
  private static boolean isAmbiguous(Headers headers) {
    return headers.contains(HeaderNames.CONTENT_LENGTH)
        && (headers.contains(HeaderNames.TRANSFER_ENCODING)
            || headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1
            // Helidon 4.3 takes "+4" for 4.
            || !DIGITS.matcher(headers.get(HeaderNames.CONTENT_LENGTH).get()).matches());
  }

  private static boolean isClosing(Headers headers) {
    return headers.first(HeaderNames.CONNECTION).filter(CLOSE::equalsIgnoreCase).isPresent();
  }

  private static void refuse(RoutingResponse response, String detail) {
    response
        .status(Status.BAD_REQUEST_400)
        .header(HeaderNames.CONTENT_TYPE, Replies.PROBLEM_JSON.toString())
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderValues.CONNECTION_CLOSE)
        .send(Replies.body(Problem.BAD_REQUEST, detail, null));
  }
}
