package io.waitroom.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.config.Config;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ProtocolConfigProvider;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelectorProvider;
import io.waitroom.http.server.GuardedProtocol;
import io.waitroom.http.server.SlowClientGuard;
import io.waitroom.http.server.TimedConnection;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;

/**
 * What all connections of the service speak: Helidon's HTTP/1.1, in a {@link StreamingConnection}.
 * Configured as the one protocol ({@code server.protocols}), because Helidon reads from each
 * connection before it chooses between several, and does not cut off one that is silent then.
 *
 * @param name in the configuration
 * @param takeover whether streams get the socket, as they do unless a test wants to see what
 *     becomes of them where that is not possible
 */
record StreamingProtocol(String name, boolean takeover) implements ProtocolConfig {
  private static final String TYPE = "streaming-http";

  @Override
  public String type() {
    return TYPE;
  }

  /** Where Helidon's configuration finds the protocol, by the name under META-INF/services. */
  public static final class Provider implements ProtocolConfigProvider<StreamingProtocol> {
    @Override
    public String configKey() {
      return TYPE;
    }

    @Override
    @SuppressWarnings("removal") // Helidon's signature
    public StreamingProtocol create(Config config, String name) {
      return new StreamingProtocol(name, config.get("takeover").asBoolean().orElse(true));
    }
  }

  /** Where Helidon's server finds what makes the connections, by the name under META-INF. */
  public static final class Connections
      implements ServerConnectionSelectorProvider<StreamingProtocol> {
    @Override
    public Class<StreamingProtocol> protocolConfigType() {
      return StreamingProtocol.class;
    }

    @Override
    public String protocolType() {
      return TYPE;
    }

    @Override
    public ServerConnectionSelector create(
        String listener, StreamingProtocol config, ProtocolConfigs all) {
      return new Selector(
          GuardedProtocol.http(),
          CDI.current().select(SlowClientGuard.class).get(),
          config.takeover());
    }
  }

  /** Takes every connection, as Helidon does where HTTP/1.1 is all there is. */
  private record Selector(ServerConnectionSelector http, SlowClientGuard stalls, boolean takeover)
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
      TimedConnection watched = new TimedConnection(context, stalls);
      return new StreamingConnection(watched, http.connection(watched), takeover);
    }
  }
}
