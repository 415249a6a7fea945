package io.waitroom.http;

import io.helidon.common.Weighted;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.spi.ServerFeature.ServerFeatureContext;
import io.waitroom.http.server.GuardFilter;
import io.waitroom.http.server.ListenerFeature;
import io.waitroom.http.server.ResponseWriter;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/**
 * The listener of probes and metrics, with connections of its own: they answer under any flood of
 * buyers (F-74). Helidon adds its probes, {@code /health/live} and the like, by configuration.
 * Where no such socket is configured, nothing happens.
 */
@Service
public class ManagementListener {
  /** The socket's name in Helidon's configuration. */
  public static final String SOCKET = "management";

  private static final String HEALTH = "/health";
  private static final String METRICS = "/metrics";

  private final GuardFilter guard;
  private final HealthResource health;
  private final MetricsResource metrics;

  @Inject
  ManagementListener(GuardFilter guard, HealthResource health, MetricsResource metrics) {
    this.guard = guard;
    this.health = health;
    this.metrics = metrics;
  }

  /** Stands before the server starts. */
  void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new ListenerFeature(SOCKET, Weighted.DEFAULT_WEIGHT, this::setup));
  }

  private void setup(ServerFeatureContext context) {
    if (context.socketExists(SOCKET)) {
      route(context.socket(SOCKET).httpRouting());
    }
  }

  private void route(HttpRouting.Builder routing) {
    routing
        .addFilter(guard)
        .addFilter(ManagementListener::requireOwnPath)
        .get(
            HEALTH, (request, response) -> ResponseWriter.write(health.health(), request, response))
        .get(
            METRICS,
            (request, response) -> ResponseWriter.write(metrics.metrics(), request, response));
  }

  /** Helidon puts more on each listener than what belongs here: the API document. */
  private static void requireOwnPath(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    if (path.equals(METRICS) || path.equals(HEALTH) || path.startsWith(HEALTH + "/")) {
      chain.proceed();
    } else {
      ResponseWriter.write(
          Responses.problem(
              new ProblemException(Problem.NOT_FOUND, "Here are probes and metrics only")),
          request,
          response);
    }
  }
}
