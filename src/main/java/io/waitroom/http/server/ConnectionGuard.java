package io.waitroom.http.server;

import io.helidon.http.Header;
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
import java.util.regex.Pattern;

/**
 * Guards the connection below JAX-RS, where Helidon 4.3 is lenient: refuses bodies whose end can be
 * read in two ways and targets that are no path, turns away what is too much at once, and closes
 * connections that were said to close.
 */
@Service
public class ConnectionGuard {
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();
  private static final String CHUNKED = HeaderValues.TRANSFER_ENCODING_CHUNKED.get();

  /** Before everything else. */
  private static final double WEIGHT = 10_000;

  private static final String ANY_PATH = "*";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final RequestLimit limit;
  private final YieldUnderLoad turns;
  private final Cors cors;

  @Inject
  public ConnectionGuard(RequestLimit limit, YieldUnderLoad turns, Cors cors) {
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
    if (!request.prologue().rawProtocol().startsWith("HTTP/1")) {
      proceed(chain, request, response);
      return;
    }
    if (isAmbiguous(request.headers())) {
      refuse(response, "Where the body ends is unclear");
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
    // Decoded and without parameters, as JAX-RS looks at it.
    String path = request.prologue().uriPath().path();
    if (!RequestLimit.counts(path) || request.prologue().method().equals(Method.OPTIONS)) {
      chain.proceed();
    } else if (limit.enter()) {
      TimedConnection.countedBy(limit);
      try {
        chain.proceed();
      } finally {
        TimedConnection.countOut();
      }
    } else {
      turnAway(path, request, response);
    }
  }

  private void turnAway(String path, RoutingRequest request, RoutingResponse response) {
    if (Cors.isPublic(path)) {
      cors.decorate(request, response);
    }
    if (request.headers().contains(HeaderNames.EXPECT)) {
      // It would be told to go on when it has its answer.
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    PlainReplies.problem(
        response, new ProblemException(Problem.TEMPORARILY_UNAVAILABLE, RequestLimit.TOO_MANY));
  }

  /**
   * A proxy in front may read the other length, or another coding, and take the rest for another
   * caller's request. Helidon 4.3 takes "+4" for 4, and any coding but exactly "chunked" for none.
   */
  private static boolean isAmbiguous(Headers headers) {
    boolean hasLength = headers.contains(HeaderNames.CONTENT_LENGTH);
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      Header coding = headers.get(HeaderNames.TRANSFER_ENCODING);
      return hasLength || coding.valueCount() > 1 || !coding.get().equals(CHUNKED);
    }
    return hasLength
        && (headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1
            || !DIGITS.matcher(headers.get(HeaderNames.CONTENT_LENGTH).get()).matches());
  }

  private static boolean isClosing(Headers headers) {
    return headers.first(HeaderNames.CONNECTION).filter(CLOSE::equalsIgnoreCase).isPresent();
  }

  private static void refuse(RoutingResponse response, String detail) {
    PlainReplies.problem(response, ProblemException.closing(Problem.BAD_REQUEST, detail));
  }
}
