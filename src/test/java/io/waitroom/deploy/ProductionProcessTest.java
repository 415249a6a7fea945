package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.waitroom.testkit.ChildProcess;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The service as production runs it: the image's JVM flags, the overlay's variables and nothing
 * else in its environment; only Redis and Kafka are others (there is none of the latter).
 */
@NeedsTool(Tool.KUBECTL)
@Timeout(180)
class ProductionProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void production_probes_areAnsweredUntilItStops() throws Exception {
    try (RedisServer redis = RedisServer.start(Ports.free())) {
      int port = Ports.free();
      Container container = Overlay.of("production").container();
      try (ChildProcess service = service(environment(port, redis));
          HttpClient client = HttpClient.newHttpClient()) {
        for (Probe probe :
            List.of(
                container.getStartupProbe(),
                container.getLivenessProbe(),
                container.getReadinessProbe())) {
          URI address = URI.create("http://127.0.0.1:" + port + probe.getHttpGet().getPath());
          service.await("answer " + address, PATIENCE, () -> isOk(client, address));
        }
        assertThat(probe(port)).as("HealthProbe of a ready service").isZero();

        redis.stop();
        URI readiness =
            URI.create(
                "http://127.0.0.1:" + port + container.getReadinessProbe().getHttpGet().getPath());
        service.await("become unready", PATIENCE, () -> !isOk(client, readiness));
        assertThat(probe(port)).as("F-137: HealthProbe without Redis").isZero();

        assertThat(service.terminate(PATIENCE)).isZero();
        assertThat(service.out())
            .as("one JSON object a line")
            .isNotEmpty()
            .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(service.err()).isEmpty();
        assertThat(probe(port)).as("HealthProbe of a service that is gone").isEqualTo(1);
      }
    }
  }

  private static Map<String, String> environment(int port, RedisServer redis) throws Exception {
    Map<String, String> environment = new HashMap<>(Overlay.of("production").environment());
    environment.putAll(TestKeys.ENVIRONMENT);
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("REDIS_ADDR", "127.0.0.1:" + redis.port());
    environment.put("KAFKA_BROKERS", "127.0.0.1:" + Ports.free());
    return environment;
  }

  private static ChildProcess service(Map<String, String> environment) {
    List<String> arguments = new ArrayList<>(ServiceProcess.PRODUCTION_FLAGS);
    arguments.addAll(List.of("-cp", "target/classes:target/libs/*", "io.waitroom.boot.Main"));
    return java(environment, arguments.toArray(String[]::new));
  }

  private static int probe(int port) {
    try (ChildProcess probe =
        java(
            Map.of("SERVER_PORT", Integer.toString(port)),
            "@src/docker/probe.options",
            "-cp",
            "target/classes",
            "io.waitroom.boot.HealthProbe")) {
      return probe.exitCode();
    }
  }

  private static ChildProcess java(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return ChildProcess.start(arguments[arguments.length - 1], builder);
  }

  private static boolean isOk(HttpClient client, URI address) {
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
