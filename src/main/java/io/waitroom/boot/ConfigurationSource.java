package io.waitroom.boot;

import io.helidon.webserver.WebServer;
import io.waitroom.boot.config.Configuration;
import io.waitroom.http.ManagementListener;
import io.waitroom.http.connection.ConnectionLimits;
import io.waitroom.http.server.ServerSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The bridge from the checked configuration to Helidon's own settings, so that each variable is
 * read in one place only. It also carries the configuration itself into the container.
 */
final class ConfigurationSource implements ConfigSource {
  /** Above environment and system properties: what has been checked counts. */
  private static final int ORDINAL = 1_000;

  private final Configuration configuration;
  private final Map<String, String> properties;

  ConfigurationSource(Configuration configuration) {
    ServerSettings server = configuration.server();
    this.configuration = configuration;
    this.properties = new HashMap<>(management(server));
    properties.put("server.host", server.host());
    properties.put("server.port", String.valueOf(server.port()));
    properties.put("server.shutdown-grace-period", server.shutdownGrace().toString());
    properties.put("server.max-tcp-connections", String.valueOf(ConnectionLimits.most()));
  }

  /** A listener of its own for probes and metrics; what it does not say is as by default. */
  private static Map<String, String> management(ServerSettings server) {
    String socket = "server.sockets.0.";
    return Map.ofEntries(
        Map.entry(socket + "name", ManagementListener.SOCKET),
        Map.entry(socket + "host", server.host()),
        Map.entry(socket + "port", String.valueOf(server.managementPort())),
        Map.entry(socket + "shutdown-grace-period", server.shutdownGrace().toString()),
        Map.entry(socket + "max-tcp-connections", String.valueOf(ConnectionLimits.MAX_MANAGEMENT)),
        Map.entry(socket + "max-payload-size", "0"),
        Map.entry(socket + "protocols-discover-services", "false"),
        Map.entry(socket + "protocols.guarded-http.name", "guarded-http"),
        Map.entry(socket + "idle-connection-timeout", "PT75S"),
        Map.entry(socket + "idle-connection-period", "PT15S"),
        Map.entry("server.features.observe.sockets.0", WebServer.DEFAULT_SOCKET_NAME),
        Map.entry("server.features.observe.sockets.1", ManagementListener.SOCKET));
  }

  /**
   * Returns the configuration that {@link Main} has checked. Where a test starts the container, it
   * is read from MicroProfile Config.
   */
  static Configuration current() {
    Config config = ConfigProvider.getConfig();
    return StreamSupport.stream(config.getConfigSources().spliterator(), false)
        .filter(ConfigurationSource.class::isInstance)
        .map(source -> ((ConfigurationSource) source).configuration)
        .findFirst()
        .orElseGet(() -> Configuration.read(name -> config.getOptionalValue(name, String.class)));
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "waitroom";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
