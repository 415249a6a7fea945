package io.waitroom.http.server;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.ops.Metrics;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.Set;

/**
 * Counts and times requests by route template, never by path: labels stay few, and no id gets into
 * one. What falls through to Helidon's own routes is not counted, nor is what was turned away: that
 * has a counter of its own.
 */
final class MetricsFilter implements Filter {
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final RouteTable routes;
  private final Metrics metrics;
  private final Ticker ticker;

  MetricsFilter(RouteTable routes, Metrics metrics, Ticker ticker) {
    this.routes = routes;
    this.metrics = metrics;
    this.ticker = ticker;
    routes.routes().forEach(route -> metrics.expectRoute(route.verb(), route.template()));
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long start = ticker.nanos();
    routes
        .match(request)
        .label()
        .ifPresent(label ->
            Answered.then(
                request,
                status ->
                    metrics.httpRequest(
                        method(request), label, status, Duration.ofNanos(ticker.nanos() - start))));
    chain.proceed();
  }

  private static String method(ServerRequest request) {
    String method = request.prologue().method().text();
    return METHODS.contains(method) ? method : OTHER;
  }
}
