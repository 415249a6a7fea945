package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.ops.Component;
import io.waitroom.testkit.Api;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes and metrics on a listener of their own, while buyers hold all connections (F-74). */
@AddConfig(key = "server.max-tcp-connections", value = ManagementTest.FEW)
@AddConfig(key = "server.sockets.0.name", value = ManagementListener.SOCKET)
@AddConfig(key = "server.sockets.0.port", value = "0")
@AddConfig(key = "server.sockets.0.protocols-discover-services", value = "false")
@AddConfig(key = "server.sockets.0.protocols.guarded-http.name", value = "guarded-http")
@AddConfig(key = "server.features.observe.sockets.0", value = "@default")
@AddConfig(key = "server.features.observe.sockets.1", value = ManagementListener.SOCKET)
class ManagementTest extends HttpTestBase {
  static final String FEW = "5";

  @Inject BeanManager beans;
  private Api management = new Api(URI.create("http://localhost"));

  @BeforeEach
  void findListener() {
    int port = beans.getExtension(ServerCdiExtension.class).port(ManagementListener.SOCKET);
    management = new Api(URI.create("http://localhost:" + port));
  }

  @Test
  void f74_probesAndMetrics_answerWhileAllConnectionsAreHeld() throws IOException {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * Integer.parseInt(FEW); i++) {
        held.add(new Socket(target.getUri().getHost(), target.getUri().getPort()));
      }
      for (String path :
          List.of("/health", "/health/live", "/health/ready", "/health/started", "/metrics")) {
        assertThat(answer(path)).as(path).startsWith("HTTP/1.1 200 ");
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void probesAndHealth_sayTheSameOnBothListeners() {
    world.health.unhealthy(Component.REDIS, "connection refused");
    for (String path : List.of("/health", "/health/live", "/health/ready", "/health/started")) {
      Api.Answer answer = management.get(path);
      assertThat(answer.status()).as(path).isEqualTo(api.get(path).status());
      assertThat(answer.body()).as(path).isEqualTo(api.get(path).body());
    }
    assertThat(management.get("/health").status()).isEqualTo(503);
    assertThat(management.get("/health").header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void nothingElse_isServedThere() throws IOException {
    for (String path :
        List.of(
            "/", "/api/v1/waitroom/events/concert-2024", "/waitroom/concert-2024", "/openapi")) {
      assertThat(answer(path)).as(path).startsWith("HTTP/1.1 404 ");
    }
  }

  private String answer(String path) throws IOException {
    return RawSocket.exchange(
        management.base(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  /** F-01 holds there, too. */
  @Test
  void bodyBehindExpect_isNoRequest() throws IOException {
    String smuggled = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    String answers =
        RawSocket.exchange(
            management.base(),
            "POST /health HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + smuggled.length()
                + "\r\n\r\n"
                + smuggled);
    assertThat(answers).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1");
  }
}
