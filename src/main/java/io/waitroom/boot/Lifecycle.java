package io.waitroom.boot;

import io.helidon.microprofile.server.ServerCdiExtension;
import io.waitroom.boot.Startup.Moment;
import io.waitroom.boot.config.Configuration;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/**
 * Runs {@link Startup} from four observers, between which Helidon acts, and logs each step. The
 * observer with the lowest priority runs first.
 */
@ApplicationScoped
class Lifecycle {
  private static final System.Logger LOGGER = System.getLogger(Lifecycle.class.getName());

  /** First of all: Redis answers while the rest of the start goes on. */
  private static final int BEFORE_PORT_OPENS = 1;

  /**
   * Helidon opens the port at 4100 and connects the messaging channels at 4101. At 4110 it reads
   * the OpenAPI document, a tenth of the whole start; only a request for the document waits for it.
   */
  private static final int AFTER_PORT_OPENED = 4_104;

  /** Before Helidon closes the port and drains HTTP, at 0. */
  private static final int BEFORE_DRAIN = -100;

  private static final int AFTER_DRAIN = 100;

  void beforePortOpens(
      @Observes @Priority(BEFORE_PORT_OPENS) @Initialized(ApplicationScoped.class) Object event,
      Configuration configuration,
      Startup startup) {
    LOGGER.log(
        Level.INFO, "waitroom {0} starts: {1}", Configuration.VERSION, configuration.summary());
    if (configuration.keysMade()) {
      LOGGER.log(
          Level.WARNING,
          "development start: made the keys that were not given; session ids and tokens die with"
              + " this process");
    }
    configuration.warnings().forEach(warning -> LOGGER.log(Level.WARNING, warning));
    startup.start(Moment.BEFORE_PORT_OPENS);
  }

  void afterPortOpened(
      @Observes @Priority(AFTER_PORT_OPENED) @Initialized(ApplicationScoped.class) Object event,
      Configuration configuration,
      Startup startup,
      BeanManager beans) {
    if (CDI.current() instanceof SeContainer container) {
      ProcessExit.closes(container);
    }
    startup.start(Moment.AFTER_PORT_OPENED);
    LOGGER.log(
        Level.INFO,
        "ready on {0}:{1} after {2} ms",
        configuration.server().host(),
        beans.getExtension(ServerCdiExtension.class).port(),
        ManagementFactory.getRuntimeMXBean().getUptime());
  }

  void beforeDrain(
      @Observes @Priority(BEFORE_DRAIN) @BeforeDestroyed(ApplicationScoped.class) Object event,
      Startup startup) {
    startup.stop(Moment.BEFORE_DRAIN);
    LOGGER.log(Level.INFO, "stopping: readiness down, requests in flight end");
  }

  void afterDrain(
      @Observes @Priority(AFTER_DRAIN) @BeforeDestroyed(ApplicationScoped.class) Object event,
      Startup startup) {
    LOGGER.log(Level.INFO, "stopping: HTTP drained, consumers finish");
    startup.stop(Moment.AFTER_DRAIN);
    LOGGER.log(Level.INFO, "stopped");
  }

  /** Logs that a step of the stop is done. */
  static void stopping(String step) {
    LOGGER.log(Level.INFO, "stopping: {0}", step);
  }
}
