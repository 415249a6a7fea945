package io.waitroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The real broker under control. */
class KafkaBrokerTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void restart_keepsData() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start()) {
      broker.createTopics(3, "TOPIC");
      send(broker, "first");
      assertThat(read(broker, "before", 1)).containsExactly("first");

      broker.stop();
      assertThat(Ports.isFree(broker.port())).isTrue();
      broker.restart();
      send(broker, "second");
      assertThat(read(broker, "after-stop", 2)).containsExactlyInAnyOrder("first", "second");

      broker.kill();
      broker.restart();
      assertThat(read(broker, "after-kill", 2)).containsExactlyInAnyOrder("first", "second");
    }
  }

  @Test
  void start_busyPort_saysWhy() {
    KafkaBroker shared = KafkaBroker.shared();
    assertThat(KafkaBroker.shared()).isSameAs(shared);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> KafkaBroker.start(shared.port()))
        .withMessageContaining("port " + shared.port() + " is in use");
  }

  private static void send(KafkaBroker broker, String value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer
          .send(new ProducerRecord<>("TOPIC", value, value))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static List<String> read(KafkaBroker broker, String group, int count) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            group,
            "auto.offset.reset",
            "earliest");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("TOPIC"));
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(entry -> values.add(entry.value()));
            return values.size() >= count;
          });
    }
    return values;
  }
}
