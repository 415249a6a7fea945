package io.waitroom.ops;

import io.waitroom.ops.Health.State;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The MicroProfile checks, all of them read from {@link Health}: cheap however broken things are.
 * Without Kafka or the issuer of buyers' tokens the service does its work, so those checks stay up
 * and tell the state as data.
 */
@Service
public class HealthChecks {
  private final Health health;

  @Inject
  HealthChecks(Health health) {
    this.health = health;
  }

  /** Down when a loop or a channel is dead; only a new process helps. */
  @Produces
  @Liveness
  HealthCheck loops() {
    return () -> check("loops", Component.LOOPS).status(loopsLive()).build();
  }

  /** Down while Redis is away. */
  @Produces
  @Readiness
  HealthCheck redis() {
    return () -> check("redis", Component.REDIS).status(isHealthy(Component.REDIS)).build();
  }

  /** Down until the start is complete, and from the start of the stop: no traffic is to come. */
  @Produces
  @Readiness
  HealthCheck accepting() {
    return () ->
        HealthCheckResponse.named("accepting")
            .status(health.isStarted() && !health.isDraining())
            .build();
  }

  /** Always up. */
  @Produces
  @Readiness
  HealthCheck kafkaProducer() {
    return () -> check("kafka_producer", Component.KAFKA_PRODUCER).up().build();
  }

  /** Always up. */
  @Produces
  @Readiness
  HealthCheck kafkaConsumer() {
    return () ->
        check("kafka_consumer", Component.KAFKA_CONSUMER)
            .withData("lag", health.consumerLag())
            .up()
            .build();
  }

  /** Always up: buyers who already wait need no keys. */
  @Produces
  @Readiness
  HealthCheck issuerKeys() {
    return () -> check("issuer_keys", Component.ISSUER_KEYS).up().build();
  }

  /** Up once the start is complete. */
  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.named("started").status(health.isStarted()).build();
  }

  /**
   * Loops report when they begin to run; until the start is complete they are not dead, but unborn.
   */
  private boolean loopsLive() {
    return isHealthy(Component.LOOPS) || !health.isStarted();
  }

  private boolean isHealthy(Component component) {
    return health.of(component).state() == State.HEALTHY;
  }

  private HealthCheckResponseBuilder check(String name, Component component) {
    Health.Report report = health.of(component);
    HealthCheckResponseBuilder check =
        HealthCheckResponse.named(name)
            .withData("state", report.state().name().toLowerCase(Locale.ROOT));
    return report.detail().isEmpty() ? check : check.withData("detail", report.detail());
  }
}
