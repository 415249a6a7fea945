package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.RoomSettings;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.CountingListener;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting and stopping. */
@Timeout(120)
class LifecycleFailuresTest {
  @Test
  void failure19_withoutKeysOrWithATrivialOne_thereIsNoStart() {
    try (ServiceProcess service = ServiceProcess.start(Map.of("ADMIN_KEY", "secret"))) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.err())
          .hasSize(3)
          .anyMatch(line -> line.startsWith("waitroom: SESSION_KEYS "))
          .anyMatch(line -> line.startsWith("waitroom: TOKEN_KEYS "))
          .anyMatch(line -> line.startsWith("waitroom: ADMIN_KEY "))
          .noneMatch(line -> line.contains("secret\""));
    }
  }

  @Test
  void failure32_stoppedWhileEveryTickAdmits_endsInOrder() {
    try (Deployment deployment = Deployment.start();
        RedisFixture fixture =
            RedisFixture.on(RedisFixture.standalone(deployment.redis().address()))
                .open(
                    new RoomSettings(
                        "", 10_000, 50, 10_000, Duration.ofHours(1), Duration.ofMinutes(5)))) {
      ServiceProcess service = deployment.replica(Map.of("QUEUE_PROCESS_INTERVAL", "5ms"));
      for (int i = 0; i < 1_000; i++) {
        fixture.join("user-" + i);
      }
      Eventually.until(() -> fixture.board().admitted() > 0);

      assertThat(service.terminate()).isZero();
      assertThat(fixture.board().queueLength()).as("was stopped while it admitted").isPositive();
      assertThat(service.out()).last().asString().endsWith("stopped");
      assertThat(service.output()).noneMatch(line -> line.contains("did not stop within"));
    }
  }

  @Test
  void failure33_kafkaDownAtBootOrSwitchedOff_isNotFatal() throws Exception {
    try (Deployment deployment = Deployment.start();
        CountingListener sentry = new CountingListener()) {
      Client down =
          Client.of(deployment.replica(Map.of("KAFKA_BROKERS", "127.0.0.1:" + Ports.free())));
      Client off =
          Client.of(
              deployment.replica(
                  Map.of("KAFKA_ENABLED", "false", "KAFKA_BROKERS", sentry.address())));

      down.open("failure33", 10);
      for (Client client : List.of(down, off)) {
        String id = client.admitted("failure33", "user-of-" + client.api().base().getPort());
        assertThat(client.leave(id).status()).isEqualTo(200);
        Eventually.asserted(() -> {
          assertThat(client.api().get("/health").status()).isEqualTo(200);
          assertThat(client.api().get("/health").text("status")).isEqualTo("degraded");
        });
      }
      assertThat(
              off.api()
                  .get("/health")
                  .json()
                  .getJsonObject("components")
                  .getString("kafka_producer"))
          .isEqualTo("disabled");
      assertThat(sentry.visitors()).isZero();
    }
  }
}
