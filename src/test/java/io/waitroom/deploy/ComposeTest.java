package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waitroom.boot.config.Configuration;
import io.waitroom.boot.config.KnownVariables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The compose file sets what the service knows, and three replicas can share it. */
class ComposeTest {
  private static final JsonNode SERVICES = services();

  @Test
  void service_variables_areKnownAndMakeAConfiguration() {
    Map<String, String> environment = environment();
    assertThat(environment.keySet()).isSubsetOf(KnownVariables.NAMES);

    environment.remove("LOG_LEVEL"); // interpolated by compose
    environment.putAll(TestKeys.ENVIRONMENT);
    Configuration configuration =
        Configuration.read(name -> Optional.ofNullable(environment.get(name)));

    assertThat(configuration.keysMade()).isFalse();
    assertThat(configuration.kafka().enabled()).isTrue();
  }

  @Test
  void service_secrets_areFilesThatAllReplicasShare() {
    assertThat(environment())
        .doesNotContainKey("WAITROOM_DEV")
        .containsEntry("SESSION_KEYS", "@/keys/SESSION_KEYS")
        .containsEntry("TOKEN_KEYS", "@/keys/TOKEN_KEYS")
        .containsEntry("ADMIN_KEY", "@/keys/ADMIN_KEY");
    assertThat(texts("/waitroom-service/volumes")).contains("keys:/keys:ro");
    assertThat(texts("/keys/volumes")).contains("keys:/keys");
    assertThat(texts("/keys/entrypoint")).endsWith("io.waitroom.boot.MakeKeys", "/keys");
  }

  @Test
  void service_canBeScaledToThree() {
    assertThat(texts("/waitroom-service/ports")).containsExactly("8080-8082:8080");
    assertThat(SERVICES.at("/waitroom-service/container_name").isMissingNode()).isTrue();
  }

  @Test
  void service_startsAfterWhatItNeeds() {
    assertThat(condition("redis")).isEqualTo("service_healthy");
    assertThat(condition("keys")).isEqualTo("service_completed_successfully");
    assertThat(condition("topics")).isEqualTo("service_completed_successfully");
    assertThat(texts("/waitroom-service/healthcheck/test"))
        .startsWith("CMD", "/opt/waitroom/java/bin/java")
        .endsWith("io.waitroom.boot.HealthProbe");
  }

  /** F-132: an older image, or somebody else's of that name, would run after a change. */
  @Test
  void images_areBuiltHere() {
    assertThat(SERVICES.at("/waitroom-service/pull_policy").asText()).isEqualTo("build");
    assertThat(SERVICES.at("/keys/pull_policy").asText()).isEqualTo("build");
  }

  /** F-136: process 1 does not get a signal before it handles it. */
  @Test
  void service_hasAnInitProcess() {
    assertThat(SERVICES.at("/waitroom-service/init").asBoolean()).isTrue();
  }

  @Test
  void redis_keepsWhatItIsTold() {
    assertThat(texts("/redis/command")).contains("--appendonly", "yes");
    assertThat(texts("/redis/volumes")).contains("redis:/data");
  }

  @Test
  void topics_areAllNineWithTenPartitions() {
    String script = String.join("\n", texts("/topics/command"));
    assertThat(script).contains("--partitions 10");
    assertThat(script.replaceAll("(?s).*for topic in (.*?); do.*", "$1").split("[\\s\\\\]+"))
        .containsExactlyInAnyOrder(
            "QUEUE_JOINED",
            "QUEUE_LEFT",
            "QUEUE_READY",
            "CHECKOUT_COMPLETED",
            "CHECKOUT_FAILED",
            "CHECKOUT_EXPIRED",
            "CHECKOUT_COMPLETED.DLQ",
            "CHECKOUT_FAILED.DLQ",
            "CHECKOUT_EXPIRED.DLQ");
  }

  private static String condition(String service) {
    return SERVICES.at("/waitroom-service/depends_on/%s/condition".formatted(service)).asText();
  }

  private static List<String> texts(String pointer) {
    return Yaml.texts(SERVICES.at(pointer));
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    SERVICES
        .at("/waitroom-service/environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  private static JsonNode services() {
    try {
      return Yaml.read(Path.of("compose.yaml")).getFirst().path("services");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
