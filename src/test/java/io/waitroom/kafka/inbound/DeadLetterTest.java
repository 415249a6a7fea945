package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of a message that cannot be used. */
class DeadLetterTest {
  private static final int LONG = 3 << 20;

  private static ConsumerRecord<byte[], byte[]> message(int keyBytes, int valueBytes) {
    var message = new ConsumerRecord<>("T", 3, 42, new byte[keyBytes], new byte[valueBytes]);
    message.headers().add("trace", Wire.utf8("t-1"));
    return message;
  }

  private static int bytes(ProducerRecord<byte[], byte[]> letter) {
    int bytes = letter.key().length + letter.value().length;
    for (Header header : letter.headers()) {
      bytes += header.key().length() + header.value().length;
    }
    return bytes;
  }

  @Test
  void longest_isKeptWhole() {
    var letter = DeadLetter.of(message(10, DeadLetter.WHOLE_BYTES_MAX - 18), "word", "A sentence");
    assertThat(letter.topic()).isEqualTo("T.DLQ");
    assertThat(letter.key()).hasSize(10);
    assertThat(letter.value()).hasSize(DeadLetter.WHOLE_BYTES_MAX - 18);
    assertThat(letter.headers().lastHeader("trace").value()).isEqualTo(Wire.utf8("t-1"));
    assertThat(letter.headers().lastHeader("dlq-cut")).isNull();
  }

  @Test
  void longer_isCutInEveryPart_andSaysSo() {
    var message = message(LONG, LONG);
    message.headers().add("long", new byte[LONG]);
    var letter = DeadLetter.of(message, "word", "A sentence");
    assertThat(letter.key()).hasSize(DeadLetter.CUT_KEY_BYTES);
    assertThat(letter.value()).hasSize(DeadLetter.CUT_VALUE_BYTES);
    assertThat(bytes(letter)).isLessThan(DeadLetter.WHOLE_BYTES_MAX);
    assertThat(letter.headers().lastHeader("dlq-cut").value())
        .isEqualTo(Wire.utf8(LONG + " bytes of value"));
    assertThat(letter.headers().lastHeader("dlq-offset").value()).isEqualTo(Wire.utf8("42"));
  }

  @Test
  void nothingInIt_isKeptAsNothing() {
    var letter =
        DeadLetter.of(new ConsumerRecord<>("T", 0, 0, null, null), "empty", "It has no value");
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
  }

  /** A topic may take longer messages than a producer sends unless it is told to. */
  @Test
  void messageLongerThanAProducerSends_doesNotHoldUpTheChannel() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(1);
      configure(broker, topics.completed(), "max.message.bytes", Integer.toString(2 * LONG));
      try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
        wire.send(topics.completed(), "k", "x".repeat(LONG));
        wire.send(topics.completed(), "k", Places.report(1));
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
        Eventually.until(() -> part.count("kafka_dead_letters_total") == 1);
        List<ConsumerRecord<String, String>> letters = wire.read(topics.completed() + ".DLQ");
        assertThat(letters)
            .extracting(letter -> Wire.header(letter, "dlq-reason"))
            .containsExactly("too-long");
        assertThat(letters.getFirst().value()).hasSize(DeadLetter.CUT_VALUE_BYTES);
      }
    }
  }

  @Test
  void f03_letterLongerThanItsTopicTakes_isCut_andHoldsUpNothing() throws Exception {
    ConsumerRecord<String, String> letter =
        letterOf("max.message.bytes", "100000", "key", "x".repeat(200_000));
    assertThat(letter.value()).hasSize(DeadLetter.CUT_VALUE_BYTES);
    assertThat(Wire.header(letter, "dlq-cut")).isEqualTo("200000 bytes of value");
    assertThat(Wire.header(letter, "dlq-offset")).isEqualTo("0");
  }

  @Test
  void f04_letterWithoutAKey_isGivenOneWhereItsTopicIsCompacted() throws Exception {
    ConsumerRecord<String, String> letter = letterOf("cleanup.policy", "compact", null, "garbage");
    assertThat(letter.value()).isEqualTo("garbage");
    assertThat(letter.key()).endsWith("-0@0");
    assertThat(Wire.header(letter, "dlq-cut")).isEmpty();
  }

  /** The letter of a message whose dead-letter topic has a setting; what is behind is applied. */
  private static ConsumerRecord<String, String> letterOf(
      String setting, String value, @Nullable String key, String message) throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(1);
      broker.createTopics(1, topics.completed() + ".DLQ");
      configure(broker, topics.completed() + ".DLQ", setting, value);
      try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
        wire.send(topics.completed(), key, message);
        wire.send(topics.completed(), "k", Places.report(1));
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
        Eventually.until(() -> part.count("kafka_dead_letters_total") == 1);
        Eventually.until(
            () -> part.health.of(Component.KAFKA_PRODUCER).state() == Health.State.HEALTHY);
        return wire.read(topics.completed() + ".DLQ").getFirst();
      }
    }
  }

  @Test
  void f93_letterThatComesBack_carriesItsHeadersOnce_andCountsItsAttempts() {
    var first = DeadLetter.of(message(1, 1), "word", "A sentence");
    assertThat(texts(first, "dlq-attempt")).containsExactly("1");
    var again = new ConsumerRecord<>("T", 0, 43, first.key(), first.value());
    first.headers().forEach(again.headers()::add);
    var second = DeadLetter.of(again, "other", "Another sentence");
    assertThat(texts(second, "dlq-attempt")).containsExactly("2");
    assertThat(texts(second, "dlq-reason")).containsExactly("other");
    assertThat(texts(second, "dlq-offset")).containsExactly("43");
    assertThat(texts(second, "trace")).containsExactly("t-1");
  }

  private static List<String> texts(ProducerRecord<byte[], byte[]> letter, String header) {
    return StreamSupport.stream(letter.headers().headers(header).spliterator(), false)
        .map(each -> new String(each.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static void configure(KafkaBroker broker, String topic, String name, String value)
      throws Exception {
    var entry = new ConfigEntry(name, value);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }
}
