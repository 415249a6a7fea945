package io.waitroom.kafka;

import io.waitroom.kafka.KafkaSettings.Topics;
import io.waitroom.testkit.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** The other side of the broker: the shop and the rest of the company. */
final class Wire implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KafkaBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;

  Wire(KafkaBroker broker) {
    this.broker = broker;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Six names that nobody has used yet. */
  static Topics names() {
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
  Topics topics(int partitions) {
    Topics topics = names();
    broker.createTopics(partitions, all(topics));
    return topics;
  }

  static String[] all(Topics topics) {
    return new String[] {
      topics.joined(),
      topics.left(),
      topics.ready(),
      topics.completed(),
      topics.failed(),
      topics.expired()
    };
  }

  void send(String topic, String key, byte @Nullable [] value) throws Exception {
    var message = new ProducerRecord<>(topic, utf8(key), value);
    message.headers().add("trace", utf8("t-1"));
    producer.send(message).get(20, TimeUnit.SECONDS);
  }

  void send(String topic, String key, String value) throws Exception {
    send(topic, key, utf8(value));
  }

  /** Everything in the topic now, in order within each partition. */
  List<ConsumerRecord<String, String>> read(String topic) {
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
    }
    return all;
  }

  /** The sum of the offsets that the group has committed in the topic. */
  long committed(String group, String topic) throws Exception {
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

  static String header(ConsumerRecord<?, ?> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    var known = consumer.listTopics(Duration.ofSeconds(10)).getOrDefault(topic, List.of());
    return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }
}
