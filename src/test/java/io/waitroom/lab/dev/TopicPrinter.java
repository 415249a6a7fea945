package io.waitroom.lab.dev;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The main class behind {@code mvn -Ptopic -Dtopic=QUEUE_JOINED}: prints what a topic of the
 * development start holds, and what comes, until Ctrl-C. A line is as Kafka's console consumer
 * writes it: headers, key and value.
 */
final class TopicPrinter {
  private static final Duration TOPIC_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);

  private TopicPrinter() {}

  /**
   * Runs until SIGINT, SIGTERM or the end of the process that started this one.
   *
   * @param arguments the topic, as the service calls it where {@code KAFKA_TOPIC_…} does not rename
   *     it
   */
  public static void main(String[] arguments) {
    DevEnvironment.endWithParent();
    DevSettings settings = DevSettings.of(System.getenv());
    String topic = settings.topic(arguments[0]);
    try {
      follow(
          settings.kafka().orElseThrow(() -> new IllegalStateException("Kafka is switched off")),
          topic,
          System.out::println,
          () -> true);
    } catch (IllegalStateException e) {
      System.err.println("waitroom dev: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Reads from the beginning, without a group.
   *
   * @param goesOn asked before each poll
   * @throws IllegalStateException when there is no such topic within a minute
   */
  static void follow(String brokers, String topic, Consumer<String> lines, BooleanSupplier goesOn) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions = partitions(consumer, brokers, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(message -> lines.accept(line(message)));
      }
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<?, ?> consumer, String brokers, String topic) {
    long end = System.nanoTime() + TOPIC_LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      try {
        List<TopicPartition> found =
            consumer.listTopics(POLL.multipliedBy(10)).getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        if (!found.isEmpty()) {
          return found;
        }
      } catch (TimeoutException e) {
        // The broker does not answer yet: it starts with the service.
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new IllegalStateException(
        "no topic %s on %s: `make run` starts a broker with all topics".formatted(topic, brokers));
  }

  private static String line(ConsumerRecord<String, String> message) {
    String headers =
        Stream.of(message.headers().toArray())
            .map(header -> header.key() + ":" + new String(header.value(), StandardCharsets.UTF_8))
            .collect(Collectors.joining(","));
    return String.join(
        "\t",
        headers.isEmpty() ? "NO_HEADERS" : headers,
        String.valueOf(message.key()),
        String.valueOf(message.value()));
  }
}
