package io.waitroom.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads some topics from the beginning, as an independent consumer without a group: what it has
 * read it keeps. Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, String> consumer;
  private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

  /** At the beginning of the topics, which must be there; those that are not hold nothing. */
  public TopicReader(String bootstrapServers, String... topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer());
    List<TopicPartition> partitions = Stream.of(topics).flatMap(this::partitions).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Everything there is now, in order within each partition. */
  public List<ConsumerRecord<String, String>> readToEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(records::add);
    }
    return List.copyOf(records);
  }

  /**
   * Reads until what was read is enough; everything read so far.
   *
   * @throws IllegalStateException when it is not within a minute
   */
  public List<ConsumerRecord<String, String>> readUntil(
      Predicate<List<ConsumerRecord<String, String>>> enough) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!enough.test(records)) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "not enough within %d s: %d messages in %s"
                .formatted(LIMIT.toSeconds(), records.size(), consumer.assignment()));
      }
      consumer.poll(POLL).forEach(records::add);
    }
    return List.copyOf(records);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Stream<TopicPartition> partitions(String topic) {
    Duration limit = Duration.ofSeconds(10);
    return consumer.listTopics(limit).getOrDefault(topic, List.of()).stream()
        .map(info -> new TopicPartition(topic, info.partition()));
  }
}
