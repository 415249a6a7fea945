package io.waitroom.boot;

import io.helidon.microprofile.server.ServerCdiExtension;
import io.waitroom.boot.config.Configuration;
import io.waitroom.ops.Health;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Singleton;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/**
 * The order of start and stop, told in the log as it happens. It starts and stops nothing but the
 * readiness; each part does so itself, at its own priority (see {@link Stage}).
 */
@ApplicationScoped
class Lifecycle {
  private static final System.Logger LOGGER = System.getLogger(Lifecycle.class.getName());

  /** Health belongs to whoever knows when the start is complete and the stop begins. */
  @Produces
  @Singleton
  Health health() {
    return new Health();
  }

  void announce(
      @Observes @Priority(Stage.ANNOUNCE) @Initialized(ApplicationScoped.class) Object event,
      Configuration configuration) {
    LOGGER.log(
        Level.INFO, "waitroom {0} starts: {1}", Configuration.VERSION, configuration.summary());
    if (configuration.keysMade()) {
      LOGGER.log(
          Level.WARNING,
          "development start: made the keys that were not given; session ids and tokens die with"
              + " this process");
    }
  }

  void started(
      @Observes @Priority(Stage.STARTED) @Initialized(ApplicationScoped.class) Object event,
      Configuration configuration,
      Health health,
      BeanManager beans) {
    if (CDI.current() instanceof SeContainer container) {
      ProcessExit.closes(container);
    }
    health.started();
    LOGGER.log(
        Level.INFO,
        "ready on {0}:{1} after {2} ms",
        configuration.server().host(),
        beans.getExtension(ServerCdiExtension.class).port(),
        ManagementFactory.getRuntimeMXBean().getUptime());
  }

  void readinessDown(
      @Observes @Priority(Stage.READINESS_DOWN) @BeforeDestroyed(ApplicationScoped.class)
          Object event,
      Health health) {
    health.draining();
    LOGGER.log(Level.INFO, "stopping: readiness down, requests in flight end");
  }

  void httpDrained(
      @Observes @Priority(Stage.HTTP_DRAINED) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    LOGGER.log(Level.INFO, "stopping: HTTP drained, consumers finish");
  }

  void consumersStopped(
      @Observes @Priority(Stage.CONSUMERS_STOPPED) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    LOGGER.log(Level.INFO, "stopping: consumers stopped, producers flush");
  }

  void producersClosed(
      @Observes @Priority(Stage.PRODUCERS_CLOSED) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    LOGGER.log(Level.INFO, "stopping: producers closed, Redis closes");
  }

  void stopped(
      @Observes @Priority(Stage.STOPPED) @BeforeDestroyed(ApplicationScoped.class) Object event) {
    LOGGER.log(Level.INFO, "stopped");
  }
}
