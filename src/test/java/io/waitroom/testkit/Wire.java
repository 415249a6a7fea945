package io.waitroom.testkit;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The other side of the broker: the shop and the rest of the company. */
public final class Wire implements AutoCloseable {
  /** What others may send is for the broker to say, not for their producer. */
  private static final int SEND_BYTES_MAX = 16 << 20;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KafkaBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;

  /** On this broker. */
  public Wire(KafkaBroker broker) {
    this.broker = broker;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "max.request.size", SEND_BYTES_MAX),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Six names that nobody has used yet. */
  public static Topics names() {
    String suffix = "-" + NUMBER.incrementAndGet();
    return new Topics(
        "QUEUE_JOINED" + suffix,
        "QUEUE_LEFT" + suffix,
        "QUEUE_READY" + suffix,
        "CHECKOUT_COMPLETED" + suffix,
        "CHECKOUT_FAILED" + suffix,
        "CHECKOUT_EXPIRED" + suffix);
  }

  /** Six topics of their own. */
  public Topics topics(int partitions) {
    Topics topics = names();
    broker.createTopics(partitions, all(topics));
    return topics;
  }

  /** The six names. */
  public static String[] all(Topics topics) {
    return new String[] {
      topics.joined(),
      topics.left(),
      topics.ready(),
      topics.completed(),
      topics.failed(),
      topics.expired()
    };
  }

  /** Sends a message with a header {@code trace} and waits for the ack. */
  public void send(String topic, @Nullable String key, byte @Nullable [] value) throws Exception {
    var message = new ProducerRecord<>(topic, key == null ? null : utf8(key), value);
    message.headers().add("trace", utf8("t-1"));
    producer.send(message).get(20, TimeUnit.SECONDS);
  }

  /** Sends a text. */
  public void send(String topic, @Nullable String key, String value) throws Exception {
    send(topic, key, utf8(value));
  }

  /** Everything in the topic now, in order within each partition. */
  public List<ConsumerRecord<String, String>> read(String topic) {
    try (TopicReader reader = reader(topic)) {
      return reader.readToEnd();
    }
  }

  /** One who reads these topics from the beginning. */
  public TopicReader reader(String... topics) {
    return new TopicReader(broker.bootstrapServers(), topics);
  }

  /** The sum of the offsets that the group has committed in the topic. */
  public long committed(String group, String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get(20, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(topic))
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    }
  }

  /** The last header of that name as text; empty when there is none. */
  public static String header(ConsumerRecord<?, ?> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  /** The text in UTF-8. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
