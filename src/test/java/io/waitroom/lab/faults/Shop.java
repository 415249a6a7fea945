package io.waitroom.lab.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The shop: reports over Kafka what became of checkouts, however long the broker is away. */
final class Shop implements AutoCloseable {
  private static final int PATIENCE_MS = 300_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Topics topics;

  Shop(String brokers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                brokers,
                "delivery.timeout.ms",
                PATIENCE_MS,
                "max.block.ms",
                PATIENCE_MS,
                "reconnect.backoff.max.ms",
                500),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Reports an outcome; it counts as reported when the broker has it.
   *
   * @param kind COMPLETED, FAILED or EXPIRED
   */
  void report(Journal journal, String event, String sessionId, String user, String kind) {
    String json =
        "{\"session_id\":\"%s\",\"user_id\":\"%s\",\"event_id\":\"%s\",\"timestamp\":%d}"
            .formatted(sessionId, user, event, System.currentTimeMillis());
    var message = new ProducerRecord<>(topics.incoming(kind), utf8(sessionId), utf8(json));
    var _ =
        producer.send(
            message,
            (metadata, failure) -> {
              if (failure == null) {
                journal.add(new Journal.Report(sessionId, user, kind));
              }
            });
  }

  /** Sends anything to the topic of these outcomes. */
  void send(String kind, String key, byte[] value) {
    var _ = producer.send(new ProducerRecord<>(topics.incoming(kind), utf8(key), value));
  }

  /** Returns when the broker has everything. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
