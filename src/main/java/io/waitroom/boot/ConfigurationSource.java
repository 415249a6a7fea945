package io.waitroom.boot;

import io.waitroom.boot.config.Configuration;
import io.waitroom.http.server.ConnectionLimits;
import io.waitroom.http.server.ServerSettings;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The bridge from the checked configuration to Helidon's own settings, so that each variable is
 * read in one place only. It also carries the configuration itself to {@link
 * ConfigurationProducer}.
 */
final class ConfigurationSource implements ConfigSource {
  /** Above environment and system properties: what has been checked counts. */
  private static final int ORDINAL = 1_000;

  private final Configuration configuration;
  private final Map<String, String> properties;

  ConfigurationSource(Configuration configuration) {
    ServerSettings server = configuration.server();
    this.configuration = configuration;
    this.properties =
        Map.of(
            "server.host", server.host(),
            "server.port", String.valueOf(server.port()),
            "server.shutdown-grace-period", server.shutdownGrace().toString(),
            "server.max-tcp-connections", String.valueOf(ConnectionLimits.most()));
  }

  Configuration configuration() {
    return configuration;
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
