package io.waitroom.http;

import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.server.Unlimited;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.ops.Health.State;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;

/**
 * The health of the service in one look, from what its parts reported last; no I/O. Says what is
 * true while draining too: taking traffic away is the readiness probe's business.
 */
@ApplicationScoped
@Unlimited
@Path("/health")
public class HealthResource {
  /** The service as a whole. */
  private enum Overall {
    HEALTHY,
    /** Kafka is away or switched off; buyers notice nothing. */
    DEGRADED,
    /** Redis is away or a loop is dead; nobody is served. */
    UNHEALTHY
  }

  private final Health health;
  private final HttpSettings settings;

  @Inject
  HealthResource(Health health, HttpSettings settings) {
    this.health = health;
    this.settings = settings;
  }

  /** 200 when healthy or degraded, 503 when unhealthy. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response health() {
    Overall overall = overall();
    byte[] body =
        JsonWriter.object(out ->
            out.put("status", overall.name().toLowerCase(Locale.ROOT))
                .put("service", "waitroom-service")
                .put("version", settings.version())
                .put("components", this::components));
    return Responses.personal(overall == Overall.UNHEALTHY ? 503 : 200, body).build();
  }

  private Overall overall() {
    if (!isHealthy(Component.REDIS) || !isHealthy(Component.LOOPS)) {
      return Overall.UNHEALTHY;
    }
    boolean whole = isHealthy(Component.KAFKA_PRODUCER) && isHealthy(Component.KAFKA_CONSUMER);
    return whole ? Overall.HEALTHY : Overall.DEGRADED;
  }

  private boolean isHealthy(Component component) {
    return health.of(component).state() == State.HEALTHY;
  }

  private void components(JsonWriter out) {
    out.put("redis", word(health.of(Component.REDIS).state()))
        .put("kafka_producer", word(health.of(Component.KAFKA_PRODUCER).state()))
        .put("kafka_consumer", word(health.of(Component.KAFKA_CONSUMER).state()))
        .put("kafka_consumer_lag", health.consumerLag());
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
