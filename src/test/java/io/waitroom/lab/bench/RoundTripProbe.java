package io.waitroom.lab.bench;

import io.waitroom.testkit.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One who produces to a topic and waits until something comes out of a topic: the same one, or one
 * behind the service. Not thread-safe.
 */
final class RoundTripProbe implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long HIGHEST_MICROS = 60_000_000;

  /**
   * What goes in, and by which key what comes out is known.
   *
   * @param key of the message
   * @param value of the message
   * @param expected key of what comes out
   */
  record Message(String key, String value, String expected) {}

  private final String into;
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, String> consumer;

  private RoundTripProbe(Deployment deployment, String into, String outOf) {
    this.into = into;
    String brokers = deployment.broker().bootstrapServers();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all", "linger.ms", "0"),
            new StringSerializer(),
            new StringSerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(outOf).stream()
            .map(info -> new TopicPartition(outOf, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeking is lazy
  }

  /** In and out of a topic that nobody else uses. */
  static RoundTripProbe bare(Deployment deployment) {
    String topic = deployment.topics().left() + "-bare";
    deployment.broker().createTopics(10, topic);
    return new RoundTripProbe(deployment, topic, topic);
  }

  /** In at CHECKOUT_COMPLETED, out at QUEUE_READY. */
  static RoundTripProbe throughTheService(Deployment deployment) {
    return new RoundTripProbe(
        deployment, deployment.topics().completed(), deployment.topics().ready());
  }

  /** Passes one message after the other for a while; the times in µs. */
  Histogram measure(Duration window, LongFunction<Message> messages)
      throws ExecutionException, InterruptedException {
    Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    long end = System.nanoTime() + window.toNanos();
    for (long number = 0; System.nanoTime() - end < 0; number++) {
      Message message = messages.apply(number);
      long start = System.nanoTime();
      var _ = producer.send(new ProducerRecord<>(into, message.key(), message.value()));
      await(message.expected());
      micros.recordValue(Math.min((System.nanoTime() - start) / 1_000, HIGHEST_MICROS));
    }
    return micros;
  }

  /** Returns when something with that key has come out. */
  void await(String key) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
        if (key.equals(record.key())) {
          return;
        }
      }
    }
    throw new IllegalStateException("nothing with key " + key + " came within " + LIMIT);
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
