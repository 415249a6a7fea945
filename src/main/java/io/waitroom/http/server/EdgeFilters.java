package io.waitroom.http.server;

import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerFeature.ServerFeatureContext;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;

/**
 * The filters that every request passes before Helidon's own filters and JAX-RS, in this order:
 * each sees only what those before it let through, and what it does covers all that come after it.
 */
@Service
public class EdgeFilters {
  /** Before everything else. */
  private static final double WEIGHT = 10_000;

  private final List<Filter> filters;

  @Inject
  public EdgeFilters(
      GuardFilter guard,
      LargeAnswers largeAnswers,
      YieldUnderLoad turns,
      RouteTable routes,
      HttpSettings settings,
      Metrics metrics) {
    this.filters =
        List.of(
            guard,
            largeAnswers,
            turns,
            new CorsFilter(settings.corsOrigins()),
            new BodyFilter(routes),
            new InFlightFilter(settings.maxInFlight(), routes, metrics),
            new MetricsFilter(routes, metrics, Ticker.system()),
            new Dispatcher(routes));
  }

  /** Stands before the server starts. */
  public void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new ListenerFeature("edge", WEIGHT, this::setup));
    server.addFeature(LastRoute.feature());
  }

  private void setup(ServerFeatureContext context) {
    HttpRouting.Builder routing = context.socket(WebServer.DEFAULT_SOCKET_NAME).httpRouting();
    filters.forEach(routing::addFilter);
    routing.error(Throwable.class, Problems::handle);
  }
}
