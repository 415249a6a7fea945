package io.waitroom.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Guards the connection below JAX-RS, where Helidon 4.3 is lenient: refuses bodies whose end can be
 * read in two ways, and closes connections that were said to close.
 */
@ApplicationScoped
public class ConnectionGuard {
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();

  /** Goes before every route, before the server starts. */
  void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.serverRoutingBuilder().addFilter(ConnectionGuard::filter);
  }

  private static void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!request.prologue().rawProtocol().startsWith("HTTP/1")) {
      chain.proceed();
      return;
    }
    if (isAmbiguous(request.headers())) {
      refuse(response);
      throw new CloseConnectionException("The body's length is ambiguous");
    }
    chain.proceed();
    if (isClosing(request.headers()) || isClosing(response.headers())) {
      // helidon-io/helidon#12324: it says close, and then waits for the next request.
      throw new CloseConnectionException("Closing as announced");
    }
  }

  /** A proxy in front may read the other length and take the rest for another caller's request. */
  private static boolean isAmbiguous(Headers headers) {
    return headers.contains(HeaderNames.CONTENT_LENGTH)
        && (headers.contains(HeaderNames.TRANSFER_ENCODING)
            || headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1);
  }

  private static boolean isClosing(Headers headers) {
    return headers.first(HeaderNames.CONNECTION).filter(CLOSE::equalsIgnoreCase).isPresent();
  }

  private static void refuse(RoutingResponse response) {
    response
        .status(Status.BAD_REQUEST_400)
        .header(HeaderNames.CONTENT_TYPE, Replies.PROBLEM_JSON.toString())
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderValues.CONNECTION_CLOSE)
        .send(Replies.body(Problem.BAD_REQUEST, "The body's length is given in two ways", null));
  }
}
