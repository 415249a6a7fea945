package io.waitroom.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clients' properties, as Kafka's own classes understand them. */
class ClientPropertiesTest {
  private static final List<String> CONSUMERS = List.of("completed", "failed", "expired");

  @ParameterizedTest
  @CsvSource({"-1,5,true", "-1,0,false", "1,5,false", "0,0,false"})
  void producer_anyAcksAndRetries_isAccepted(int acks, int retries, boolean idempotent) {
    Map<String, Object> all = ClientProperties.producer(settings(acks, retries, Map.of()));
    all.put("key.serializer", ByteArraySerializer.class);
    all.put("value.serializer", ByteArraySerializer.class);
    var parsed = new ProducerConfig(all);
    assertThat(parsed.getBoolean("enable.idempotence")).isEqualTo(idempotent);
    assertThat(parsed.getString("acks")).isEqualTo(Integer.toString(acks));
    assertThat(parsed.getInt("retries")).isEqualTo(retries);
    assertThat(parsed.getString("compression.type")).isEqualTo("none");
  }

  @Test
  void security_isPassedOn_butBreaksNoPromise() {
    KafkaSettings settings =
        settings(
            -1,
            5,
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "enable.auto.commit", "true",
                "auto.offset.reset", "latest",
                "acks", "0"));
    assertThat(ClientProperties.producer(settings))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("acks", "-1");
    assertThat(ClientProperties.consumer(settings, "failed"))
        .containsEntry("sasl.mechanism", "PLAIN")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry("group.id", "g")
        .containsEntry("session.timeout.ms", 10_000);
  }

  /** F-131: members learn of each other's coming and going by heartbeats. */
  @ParameterizedTest
  @CsvSource({"1000,333", "6000,2000", "10000,3000", "60000,3000", "1800000,3000"})
  void heartbeat_isAThirdOfTheSession_butNeverRarerThanEveryThreeSeconds(
      long session, int heartbeat) {
    KafkaSettings settings =
        settings(Duration.ofMillis(session), Optional.empty(), -1, 5, Map.of());
    assertThat(ClientProperties.consumer(settings, "failed"))
        .containsEntry("session.timeout.ms", (int) session)
        .containsEntry("heartbeat.interval.ms", heartbeat);
  }

  @Test
  void consumerAndProbe_areAccepted() {
    KafkaSettings settings = settings(-1, 5, Map.of());
    for (String name : CONSUMERS) {
      Map<String, Object> all = ClientProperties.consumer(settings, name);
      all.put("key.deserializer", ByteArrayDeserializer.class);
      all.put("value.deserializer", ByteArrayDeserializer.class);
      assertThatCode(() -> new ConsumerConfig(all)).doesNotThrowAnyException();
    }
    assertThatCode(() -> new AdminClientConfig(ClientProperties.admin(settings)))
        .doesNotThrowAnyException();
  }

  /** The default is five minutes. */
  @Test
  void f52_consumer_learnsOfNewPartitionsWithinSeconds() {
    assertThat(ClientProperties.consumer(settings(-1, 5, Map.of()), "failed"))
        .containsEntry("metadata.max.age.ms", 10_000);
  }

  @Test
  void consumer_ofAReplicaWithAName_isAStaticMemberOfItsOwnForEachTopic() {
    KafkaSettings settings = settings(Optional.of("pod-1"), -1, 5, Map.of());
    assertThat(
            CONSUMERS.stream()
                .map(name -> ClientProperties.consumer(settings, name).get("group.instance.id")))
        .containsExactlyInAnyOrder("pod-1-completed", "pod-1-failed", "pod-1-expired");
    assertThat(ClientProperties.consumer(settings(-1, 5, Map.of()), "failed"))
        .doesNotContainKey("group.instance.id");
  }

  private static KafkaSettings settings(int acks, int retries, Map<String, String> security) {
    return settings(Optional.empty(), acks, retries, security);
  }

  private static KafkaSettings settings(
      Optional<String> instance, int acks, int retries, Map<String, String> security) {
    return settings(Duration.ofSeconds(10), instance, acks, retries, security);
  }

  private static KafkaSettings settings(
      Duration session,
      Optional<String> instance,
      int acks,
      int retries,
      Map<String, String> security) {
    return new KafkaSettings(
        true, "localhost:9092", "g", instance, session, retries, acks, Topics.DEFAULT, security);
  }
}
