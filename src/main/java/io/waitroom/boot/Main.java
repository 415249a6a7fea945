package io.waitroom.boot;

import io.waitroom.boot.config.Configuration;
import io.waitroom.boot.config.ConfigurationException;
import io.waitroom.boot.logging.LogSetup;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/**
 * Starts the service: checks the environment, sets up logging, then hands over to Helidon. Whatever
 * prevents the start is said on standard error, one line each, and ends the process with 1; after
 * SIGTERM it ends with 0 (see {@link ProcessExit}).
 */
public final class Main {
  private Main() {}

  /** Takes no arguments: everything comes from the environment. */
  public static void main(String[] args) {
    LogSetup.claim();
    Configuration configuration;
    try {
      configuration = Configuration.read(name -> Optional.ofNullable(System.getenv(name)));
    } catch (ConfigurationException e) {
      complain(e.problems());
      System.exit(ProcessExit.FAILURE);
      return;
    }
    LogSetup.apply(configuration.log());
    ProcessExit.install();
    try {
      start(configuration);
    } catch (RuntimeException | LinkageError e) {
      System.getLogger(Main.class.getName()).log(Level.DEBUG, "the start failed", e);
      complain(List.of(StartFailure.describe(e, configuration.server())));
      ProcessExit.fail();
    }
  }

  private static void start(Configuration configuration) {
    StartFailure.requireFreePorts(configuration.server());
    // Our beans.xml is tested; without this Weld reads its schema at each start. It looks nowhere
    // else.
    System.setProperty("org.jboss.weld.xml.disableValidating", "true");
    ConfigProviderResolver resolver = ConfigProviderResolver.instance();
    Config config =
        resolver
            .getBuilder()
            .addDefaultSources()
            .addDiscoveredSources()
            .addDiscoveredConverters()
            .withSources(new ConfigurationSource(configuration))
            .build();
    resolver.registerConfig(config, Thread.currentThread().getContextClassLoader());
    io.helidon.microprofile.cdi.Main.main(new String[0]);
  }

  private static void complain(List<String> lines) {
    lines.forEach(line -> System.err.println("waitroom: " + line));
  }
}
