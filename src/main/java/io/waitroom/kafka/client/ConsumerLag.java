package io.waitroom.kafka.client;

import io.waitroom.ops.Health;
import io.waitroom.ops.PartitionLag;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * How many messages this replica has yet to deal with in each partition it reads: the partition's
 * end less the first message not dealt with. The consumers tell where they are, the probe tells
 * where the partitions end, so that it grows even while a consumer is busy with one message.
 * Reading it does no I/O. Thread-safe.
 */
@Service
public class ConsumerLag {
  private final Health health;
  private final Map<String, Map<TopicPartition, Long>> positions = new HashMap<>();
  private volatile Map<TopicPartition, Long> lags = Map.of();

  @Inject
  public ConsumerLag(Health health) {
    this.health = health;
  }

  /** The lag of each partition this replica reads, at most a few seconds old. */
  public Map<TopicPartition, Long> byPartition() {
    return lags;
  }

  /** As {@link #byPartition}, for those who know nothing of Kafka. */
  public List<PartitionLag> all() {
    return lags.entrySet().stream()
        .map(
            lag -> new PartitionLag(lag.getKey().topic(), lag.getKey().partition(), lag.getValue()))
        .toList();
  }

  /** Replaces the positions of a consumer: its partitions and the next message of each. */
  public synchronized void positions(String consumer, Map<TopicPartition, Long> next) {
    positions.put(consumer, Map.copyOf(next));
  }

  /** The partitions read now. */
  public synchronized Set<TopicPartition> partitions() {
    return Set.copyOf(merged().keySet());
  }

  /** Takes the ends of partitions, and reckons the lag of those still read. */
  synchronized void ends(Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> next = new HashMap<>();
    merged()
        .forEach((partition, position) -> {
          Long end = ends.get(partition);
          if (end != null) {
            next.put(partition, Math.max(0, end - position));
          }
        });
    lags = Map.copyOf(next);
    health.consumerLag(next.values().stream().mapToLong(Long::longValue).sum());
  }

  private Map<TopicPartition, Long> merged() {
    Map<TopicPartition, Long> all = new HashMap<>();
    positions.values().forEach(all::putAll);
    return all;
  }
}
