package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.FailureText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A look for outcomes that the broker has deleted before the group has read them, because the
 * service was stopped longer than the topic keeps its records. A consumer goes on at the oldest
 * record that is left, without a word.
 */
final class DeletedOutcomes {
  private static final System.Logger LOGGER = System.getLogger(DeletedOutcomes.class.getName());
  private static final Duration CALL_LIMIT = Duration.ofSeconds(2);

  private DeletedOutcomes() {}

  /** Tells of those of a topic; to be called before the consumer subscribes. Never throws. */
  static void look(Consumer<?, ?> consumer, String topic, DeadLetters deadLetters) {
    try {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic, CALL_LIMIT).stream()
              .map(known -> new TopicPartition(topic, known.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions, CALL_LIMIT);
      consumer
          .beginningOffsets(partitions, CALL_LIMIT)
          .forEach(
              (partition, start) -> tell(partition, committed.get(partition), start, deadLetters));
    } catch (KafkaException e) {
      LOGGER.log(
          System.Logger.Level.DEBUG,
          "whether outcomes of {0} were deleted is not known: {1}",
          topic,
          FailureText.of(e));
    }
  }

  private static void tell(
      TopicPartition partition,
      @Nullable OffsetAndMetadata committed,
      long start,
      DeadLetters deadLetters) {
    if (committed != null && committed.offset() < start) {
      deadLetters.deleted(partition, committed.offset(), start - committed.offset());
    }
  }
}
