package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
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
      allowLong(broker, topics.completed());
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

  private static void allowLong(KafkaBroker broker, String topic) throws Exception {
    var longer = new ConfigEntry("max.message.bytes", Integer.toString(2 * LONG));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(new AlterConfigOp(longer, AlterConfigOp.OpType.SET))))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }
}
