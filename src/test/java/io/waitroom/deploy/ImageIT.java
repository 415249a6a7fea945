package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Probe;
import io.waitroom.testkit.Api;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Command;
import io.waitroom.testkit.Container;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.Tool;
import io.waitroom.testkit.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The image, built from the Dockerfile and run by a real engine, beside a real Redis and a real
 * Kafka. With {@code -Dwaitroom.image=stand-ins}, base images that cannot be pulled are made here.
 */
@Tag("shipped")
@NeedsTool({Tool.DOCKER, Tool.KUBECTL})
@Timeout(180)
class ImageIT {
  private static final String IMAGE = "waitroom-service:test";
  private static final String EVENT = "image";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(50);

  /** As Kubernetes runs it: any user of group 0, nothing writable, no rights, little memory. */
  private static final List<String> CAGE =
      List.of(
          "--init",
          "--user=1000710000:0",
          "--read-only",
          "--tmpfs=/tmp:size=32m,exec",
          "--cap-drop=ALL",
          "--security-opt=no-new-privileges",
          "--memory=256m",
          "--cpus=0.5");

  /** The health check of the image, asked more often. */
  private static final List<String> HEALTH = List.of("--health-interval=1s");

  private static Deployment deployment;

  @BeforeAll
  @Timeout(1_200)
  static void build() throws Exception {
    List<String> command = new ArrayList<>(List.of(".ci/build-image"));
    if ("stand-ins".equals(System.getProperty("waitroom.image"))) {
      command.add("--stand-ins");
    }
    command.add(IMAGE);
    Command.run(Path.of(""), command);
    deployment = Deployment.start();
  }

  @AfterAll
  static void stop() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  void image_inTheCageOfKubernetes_servesAndStops() throws Exception {
    int port = Ports.free();
    try (Container container = start(port, CAGE)) {
      Client client = client(port);
      awaitReady(client);
      for (Probe probe :
          Stream.of(Overlay.of("production").container())
              .flatMap(c -> Stream.of(c.getStartupProbe(), c.getLivenessProbe()))
              .toList()) {
        assertThat(client.api().get(probe.getHttpGet().getPath()).status()).isEqualTo(200);
      }

      client.open(EVENT, 1);
      Answer joined = client.join(EVENT, "alice");
      assertThat(joined.status()).isEqualTo(201);
      client.awaitStatus(joined.text("session_id"), "admitted");
      try (TopicReader reader = deployment.wire().reader(deployment.topics().ready())) {
        reader.readUntil(read ->
            read.stream().anyMatch(message -> joined.text("session_id").equals(message.key())));
      }

      assertThat(container.exec("/usr/bin/id", "-u")).containsExactly("1000710000");
      assertThat(container.stop(GRACE)).isZero();
      assertThat(container.inspect("State.OOMKilled")).isEqualTo("false");
      assertThat(container.out())
          .as("one JSON object a line")
          .isNotEmpty()
          .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }
  }

  /** F-137: an engine that replaces unhealthy containers would replace all of them. */
  @Test
  void healthCheck_withoutRedis_isHealthy() {
    Map<String, String> lonely =
        Map.of("REDIS_ADDR", "127.0.0.1:" + Ports.free(), "KAFKA_ENABLED", "false");
    int port = Ports.free();
    List<String> options = Stream.concat(CAGE.stream(), HEALTH.stream()).toList();
    try (Container container = start(port, options, lonely)) {
      Awaitility.await()
          .atMost(START_LIMIT)
          .until(() -> container.inspect("State.Health.Status").equals("healthy"));

      assertThat(client(port).api().get("/health/ready").status()).isEqualTo(503);
    }
  }

  /** F-136: on process 1 a signal is lost that comes before the JVM handles it. */
  @Test
  void signal_inTheFirstSecond_endsIt() {
    try (Container container = start(Ports.free(), CAGE)) {
      assertThat(container.stop(GRACE)).as("0: orderly, 143: at once").isIn(0, 143);
    }
  }

  /** The way of compose.yaml: one container makes the keys, another one reads them. */
  @Test
  void keys_madeByTheImage_areReadByTheService() {
    String volume = "waitroom-test-keys-" + Ports.free();
    List<String> makeKeys =
        Stream.concat(
                Stream.of("run", "--rm", "-v", volume + ":/keys", "--entrypoint"), keysCommand())
            .toList();
    try {
      Container.docker(makeKeys);
      int port = Ports.free();
      Map<String, String> files =
          Map.of(
              "SESSION_KEYS", "@/keys/SESSION_KEYS",
              "TOKEN_KEYS", "@/keys/TOKEN_KEYS",
              "ADMIN_KEY", "@/keys/ADMIN_KEY");
      List<String> options = List.of("--init", "--read-only", "-v", volume + ":/keys:ro");
      try (Container container = start(port, options, files)) {
        awaitReady(client(port));
        assertThat(container.exec("/usr/bin/id", "-u")).containsExactly("65532");
      }
    } finally {
      Container.docker(List.of("volume", "rm", "-f", volume));
    }
  }

  /** The entry point of the service {@code keys}: its program, the image, its arguments. */
  private static Stream<String> keysCommand() {
    try {
      List<String> entrypoint =
          Yaml.texts(Yaml.read(Path.of("compose.yaml")).getFirst().at("/services/keys/entrypoint"));
      return Stream.concat(Stream.of(entrypoint.getFirst(), IMAGE), entrypoint.stream().skip(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Container start(int port, List<String> options) {
    return start(port, options, Map.of());
  }

  private static Container start(int port, List<String> options, Map<String, String> more) {
    Map<String, String> environment = deployment.environment(more);
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("LOG_FORMAT", "json");
    return Container.start(IMAGE, environment, options);
  }

  private static Client client(int port) {
    return new Client(new Api(URI.create("http://127.0.0.1:" + port)));
  }

  private static void awaitReady(Client client) {
    Awaitility.await()
        .atMost(START_LIMIT)
        .ignoreException(UncheckedIOException.class) // not listening yet
        .until(() -> client.api().get("/health/ready").status() == 200);
  }
}
