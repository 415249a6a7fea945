package io.waitroom.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.config.Config;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ProtocolConfigProvider;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelectorProvider;
import io.waitroom.http.server.SlowClientGuard;
import io.waitroom.http.server.TimedConnection;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Set;

/**
 * The protocol of all connections of the service: Helidon's HTTP/1.1 over a {@link
 * TimedConnection}. Configured as the one protocol ({@code server.protocols}), because Helidon
 * reads from each connection before it chooses between several, and does not cut off one that is
 * silent then.
 *
 * @param name in the configuration
 */
record StreamingProtocol(String name) implements ProtocolConfig {
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
      return new StreamingProtocol(name);
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
          Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
          CDI.current().select(SlowClientGuard.class).get());
    }
  }

  /** Takes every connection, as Helidon does where HTTP/1.1 is all there is. */
  private record Selector(ServerConnectionSelector http, SlowClientGuard stalls)
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
      TimedConnection watched = new TimedConnection(context, stalls.watch());
      return new Guarded(watched, http.connection(watched));
    }
  }

  /** Helidon's connection, which knows when it waits for the next request. */
  private record Guarded(TimedConnection context, ServerConnection http)
      implements ServerConnection, InterruptableTask<Void> {
    Guarded {
      context.betweenRequests(() -> isBetweenRequests(http));
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try (context) {
        http.handle(limit);
      }
    }

    @Override
    public Duration idleTime() {
      return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return isBetweenRequests(http);
    }

    private static boolean isBetweenRequests(ServerConnection http) {
      return http instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }
}
