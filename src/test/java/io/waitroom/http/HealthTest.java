package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.ops.Component;
import io.waitroom.testkit.Api.Answer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Health, over the wire: the service's own look and MicroProfile's probes. */
class HealthTest extends HttpTestBase {
  @Test
  void health_whole_hasExactlyTheShape() {
    world.health.consumerLag(5);

    Answer answer = api.get("/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"healthy\",\"service\":\"waitroom-service\",\"version\":\"1.0.0\","
                + "\"components\":{\"redis\":\"healthy\",\"kafka_producer\":\"healthy\","
                + "\"kafka_consumer\":\"healthy\",\"kafka_consumer_lag\":5}}");
  }

  @Test
  void health_kafkaAwayOrOff_isDegradedAndReady() {
    world.health.unhealthy(Component.KAFKA_PRODUCER, "no broker");
    world.health.disabled(Component.KAFKA_CONSUMER);

    Answer answer = api.get("/health");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("degraded");
    JsonObject components = answer.json().getJsonObject("components");
    assertThat(components.getString("kafka_producer")).isEqualTo("unhealthy");
    assertThat(components.getString("kafka_consumer")).isEqualTo("disabled");
    assertProbe("/health/ready", 200);
    assertProbe("/health/live", 200);
    JsonObject check = check("/health/ready", "kafka_producer");
    assertThat(check.getString("status")).isEqualTo("UP");
    assertThat(check.getJsonObject("data").getString("state")).isEqualTo("unhealthy");
    assertThat(check.getJsonObject("data").getString("detail")).isEqualTo("no broker");
    assertThat(check("/health/ready", "kafka_consumer").getJsonObject("data").getInt("lag"))
        .isZero();
  }

  @Test
  void health_redisAway_isUnhealthyAndNotReadyButLive() {
    world.health.unhealthy(Component.REDIS, "connection refused");

    Answer answer = api.get("/health");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("status")).isEqualTo("unhealthy");
    assertProbe("/health/ready", 503);
    assertProbe("/health/live", 200);
    assertThat(check("/health/ready", "redis").getString("status")).isEqualTo("DOWN");
  }

  @Test
  void health_deadLoop_isUnhealthyAndNotLive() {
    world.health.unhealthy(Component.LOOPS, "stopped");

    assertThat(api.get("/health").status()).isEqualTo(503);
    assertProbe("/health/live", 503);
    assertThat(check("/health/live", "loops").getString("status")).isEqualTo("DOWN");
  }

  @Test
  void probes_whole_areUp() {
    assertProbe("/health/ready", 200);
    assertProbe("/health/live", 200);
    assertProbe("/health/started", 200);
    assertThat(check("/health/started", "started").getString("status")).isEqualTo("UP");
  }

  @Test
  void probes_headAndUnknown_areDull() {
    assertThat(api.send("HEAD", "/health", BodyPublishers.noBody()).status()).isEqualTo(200);
    assertThat(api.get("/health/nope").status()).isEqualTo(404);
  }

  private void assertProbe(String path, int status) {
    Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("status")).isEqualTo(status == 200 ? "UP" : "DOWN");
  }

  private JsonObject check(String path, String name) {
    return api.get(path).json().getJsonArray("checks").stream()
        .map(JsonValue::asJsonObject)
        .filter(check -> check.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }
}
