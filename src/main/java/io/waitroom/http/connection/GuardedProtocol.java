package io.waitroom.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.config.Config;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ProtocolConfigProvider;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelectorProvider;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;

/**
 * The protocol of all connections of the service: Helidon's HTTP/1.1 in a {@link
 * GuardedConnection}. It is configured as the one protocol ({@code server.protocols}), because
 * Helidon reads from each connection before it chooses between several, and does not cut off one
 * that is silent then.
 *
 * @param name in the configuration
 */
public record GuardedProtocol(String name) implements ProtocolConfig {
  private static final String TYPE = "guarded-http";

  /** Longest first line of a request: a page's address with the longest return_url, encoded. */
  private static final int MAX_FIRST_LINE = 8 * 1024;

  @Override
  public String type() {
    return TYPE;
  }

  /**
   * Returns what makes Helidon's connections. Helidon's own bound on headers lies above {@link
   * RequestReader}'s, which answers 431 where Helidon would answer 400.
   */
  public static ServerConnectionSelector http() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxPrologueLength(MAX_FIRST_LINE)
                .maxHeadersSize(2 * RequestReader.MAX_HEAD_BYTES)
                .build())
        .build();
  }

  /** Where Helidon's configuration finds the protocol, by the name under META-INF/services. */
  public static final class Provider implements ProtocolConfigProvider<GuardedProtocol> {
    @Override
    public String configKey() {
      return TYPE;
    }

    @Override
    @SuppressWarnings("removal") // Helidon's signature
    public GuardedProtocol create(Config config, String name) {
      return new GuardedProtocol(name);
    }
  }

  /** Where Helidon's server finds what makes the connections, by the name under META-INF. */
  public static final class Connections
      implements ServerConnectionSelectorProvider<GuardedProtocol> {
    @Override
    public Class<GuardedProtocol> protocolConfigType() {
      return GuardedProtocol.class;
    }

    @Override
    public String protocolType() {
      return TYPE;
    }

    @Override
    public ServerConnectionSelector create(
        String listener, GuardedProtocol config, ProtocolConfigs all) {
      return new Selector(http(), CDI.current().select(SlowClientGuard.class).get());
    }
  }

  /** Takes every connection, as Helidon does where HTTP/1.1 is all there is. */
  private record Selector(ServerConnectionSelector http, SlowClientGuard guard)
      implements ServerConnectionSelector {
    @Override
    public int bytesToIdentifyConnection() {
      return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
      return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
      return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
      TimedConnection timed = new TimedConnection(context, guard);
      return new GuardedConnection(timed, http.connection(timed));
    }
  }
}
