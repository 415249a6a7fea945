package io.waitroom.lab.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variables ask of a development start. */
class DevSettingsTest {
  @Test
  void of_nothing_startsEverythingOnTheUsualPorts() {
    DevSettings settings = DevSettings.of(Map.of());
    assertThat(settings.servicePort()).isEqualTo(8080);
    assertThat(settings.redisPort()).hasValue(6379);
    assertThat(settings.kafkaPort()).hasValue(9092);
    assertThat(settings.variables())
        .containsOnly(
            Map.entry("SERVER_PORT", "8080"),
            Map.entry("REDIS_ADDR", "127.0.0.1:6379"),
            Map.entry("KAFKA_BROKERS", "127.0.0.1:9092"),
            Map.entry("ADMIN_KEY", "dev-admin-key"),
            Map.entry("WAITROOM_DEV", "true"),
            Map.entry("KAFKA_CONSUMER_GROUP_ID", "waitroom-dev")); // F-138
    assertThat(settings.topics())
        .containsExactly(
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

  @Test
  void of_otherPorts_areUsedAndTold() {
    DevSettings settings =
        DevSettings.of(
            Map.of("SERVER_PORT", "18080", "REDIS_PORT", "16379", "KAFKA_PORT", "19092"));
    assertThat(settings.serviceUrl()).isEqualTo("http://localhost:18080");
    assertThat(settings.redis()).isEqualTo("127.0.0.1:16379");
    assertThat(settings.kafka()).contains("127.0.0.1:19092");
  }

  @Test
  void of_givenServers_startsNone() {
    DevSettings settings =
        DevSettings.of(Map.of("REDIS_ADDR", "redis:1", "KAFKA_BROKERS", "kafka:2"));
    assertThat(settings.redisPort()).isEmpty();
    assertThat(settings.kafkaPort()).isEmpty();
    assertThat(settings.variables())
        .containsEntry("REDIS_ADDR", "redis:1")
        .containsEntry("KAFKA_BROKERS", "kafka:2");
  }

  @Test
  void of_redisUrl_startsNoneAndDoesNotRepeatIt() {
    DevSettings settings = DevSettings.of(Map.of("REDIS_URL", "redis://:secret@redis:1"));
    assertThat(settings.redisPort()).isEmpty();
    assertThat(settings.variables()).doesNotContainKey("REDIS_ADDR");
    assertThat(Banner.of(settings)).doesNotContain("secret");
  }

  @Test
  void of_kafkaSwitchedOff_startsNoBroker() {
    DevSettings settings = DevSettings.of(Map.of("KAFKA_ENABLED", "false"));
    assertThat(settings.kafkaPort()).isEmpty();
    assertThat(settings.kafka()).isEmpty();
    assertThat(settings.variables()).doesNotContainKey("KAFKA_BROKERS");
    assertThat(Banner.of(settings)).contains("switched off").doesNotContain("kcat");
  }

  @Test
  void topics_renamed_deadLettersFollow() {
    DevSettings settings =
        DevSettings.of(
            Map.of("KAFKA_TOPIC_QUEUE_READY", "ready", "KAFKA_TOPIC_CHECKOUT_FAILED", "failed"));
    assertThat(settings.topics())
        .contains("ready", "failed", "failed.DLQ")
        .doesNotContain("QUEUE_READY", "CHECKOUT_FAILED", "CHECKOUT_FAILED.DLQ");
    assertThat(Banner.of(settings)).contains("-t ready ");
  }

  @Test
  void of_blankVariable_countsAsAbsent() {
    assertThat(DevSettings.of(Map.of("REDIS_ADDR", " ")).redisPort()).hasValue(6379);
  }

  @Test
  void banner_givenAdminKey_isNotPrinted() {
    String banner = Banner.of(DevSettings.of(Map.of("ADMIN_KEY", "of-my-own")));
    assertThat(banner).contains("Bearer $ADMIN_KEY").doesNotContain("of-my-own");
    assertThat(Banner.of(DevSettings.of(Map.of()))).contains("Bearer dev-admin-key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "http", "80 80", "99999999999"})
  void of_badPort_namesVariableValueAndRange(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DevSettings.of(Map.of("KAFKA_PORT", value)))
        .withMessage("KAFKA_PORT=" + value + " is not a port: a number from 1 to 65535");
  }
}
