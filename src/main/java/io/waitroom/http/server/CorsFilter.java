package io.waitroom.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.wire.ApiPaths;
import java.util.Optional;
import java.util.Set;

/**
 * Tells browsers which pages of other origins may call the public API: those of the configured
 * origins. Never lets a page call the admin API, whose key belongs into no page. Without any origin
 * it says nothing.
 */
final class CorsFilter implements Filter {
  private static final String PUBLIC_API = ApiPaths.ROOT + "/";
  private static final HeaderName REQUEST_METHOD =
      HeaderNames.create("Access-Control-Request-Method");

  /** Answers differ by origin, also for those that are not allowed: caches have to know. */
  private static final Header VARY = HeaderValues.createCached("Vary", "Origin");

  private static final Header EXPOSED =
      HeaderValues.createCached("Access-Control-Expose-Headers", "Location, Retry-After");
  private static final Header METHODS =
      HeaderValues.createCached("Access-Control-Allow-Methods", "GET, POST");
  private static final Header HEADERS =
      HeaderValues.createCached(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, Idempotency-Key, traceparent, tracestate, baggage, sentry-trace");
  private static final Header MAX_AGE = HeaderValues.createCached("Access-Control-Max-Age", "7200");

  private final Set<String> origins;

  /**
   * @param origins whose pages may call, as browsers write them
   */
  CorsFilter(Set<String> origins) {
    this.origins = origins;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (origins.isEmpty() || !isPublic(request.prologue().uriPath().rawPathNoParams())) {
      chain.proceed();
      return;
    }
    response.header(VARY);
    Optional<String> allowed =
        request.headers().first(HeaderNames.ORIGIN).filter(origins::contains);
    allowed.ifPresent(
        origin -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin).header(EXPOSED));
    if (allowed.isPresent() && isPreflight(request)) {
      response.header(METHODS).header(HEADERS).header(MAX_AGE);
      response.status(Status.NO_CONTENT_204).send();
    } else {
      chain.proceed();
    }
  }

  /** What leads upwards out of the public API is not public. */
  private static boolean isPublic(String path) {
    return path.startsWith(PUBLIC_API) && !path.contains("..");
  }

  private static boolean isPreflight(ServerRequest request) {
    return request.prologue().method().equals(Method.OPTIONS)
        && request.headers().contains(REQUEST_METHOD);
  }
}
