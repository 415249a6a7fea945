package io.waitroom.http;

import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.server.Cors;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * What stands around each answer that is given round JAX-RS, as {@link CorsFilter} and {@link
 * RequestMetrics} do for those given by it. Thread-safe.
 */
@Service
class ShortAnswers {
  private final Cors cors;
  private final Metrics metrics;

  @Inject
  ShortAnswers(Cors cors, Metrics metrics) {
    this.cors = cors;
    this.metrics = metrics;
  }

  /**
   * Gives an answer, timed, counted under its route, and readable by the pages that may read it.
   */
  void give(String route, RoutingRequest request, RoutingResponse response, Runnable answer) {
    long start = System.nanoTime();
    cors.decorate(request, response);
    answer.run();
    metrics.httpRequest(
        request.prologue().method().text(),
        route,
        response.status().code(),
        Duration.ofNanos(System.nanoTime() - start));
  }
}
