package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.waitroom.kafka.SkippingTicker;
import io.waitroom.kafka.client.ClientFacade;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors that a real broker does not give on demand, from Kafka's own in-memory consumer. */
class ResilientConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition("T", 0);
  private static final Duration SHORT = Duration.ofMillis(10);

  private final Ticker ticker = new SkippingTicker();
  private final Health health = new Health();
  private final KafkaHealth kafkaHealth = new KafkaHealth(health, ticker);
  private final Deque<InMemory> made = new ArrayDeque<>();
  private final Consumer<byte[], byte[]> consumer =
      ClientFacade.of(
          Consumer.class,
          new ResilientConsumer(
              IncomingKind.FAILED,
              this::next,
              kafkaHealth,
              new ConsumerLag(health),
              new StopSignal(ticker),
              () -> {}));

  @Test
  void poll_hostUnknownAtFirst_triesAgain() {
    InMemory real = new InMemory();
    kafkaHealth.reachable();
    assertThat(consumer.poll(SHORT)).isEmpty(); // nothing to make one of
    assertThat(health.of(Component.KAFKA_CONSUMER).detail()).contains("No resolvable");
    made.add(real);
    real.add(0);
    assertThat(consumer.poll(SHORT)).hasSize(1);
    assertThat(health.of(Component.KAFKA_CONSUMER).state()).isEqualTo(Health.State.HEALTHY);
  }

  @Test
  void poll_fails_isMadeAnewWhereItWas() {
    InMemory first = new InMemory();
    InMemory second = new InMemory();
    made.add(first);
    made.add(second);
    first.setPollException(new KafkaException("broken"));
    second.add(0);
    assertThat(consumer.poll(SHORT)).isEmpty();
    assertThat(first.closed()).isTrue();
    assertThat(consumer.poll(SHORT)).hasSize(1);
  }

  @Test
  void commit_fails_isTriedAgainAtTheNextPoll() {
    InMemory real = new InMemory();
    made.add(real);
    real.add(0);
    assertThat(consumer.poll(SHORT)).hasSize(1);
    real.commitFailure = new RebalanceInProgressException();
    assertThatCode(() -> consumer.commitSync(offset(1))).doesNotThrowAnyException();
    real.commitFailure = null;
    assertThat(consumer.poll(SHORT)).isEmpty();
    assertThat(real.committed).isEqualTo(offset(1));
  }

  @Test
  void commit_partitionLost_neverSetsItBack() {
    InMemory real = new InMemory();
    made.add(real);
    real.add(0);
    assertThat(consumer.poll(SHORT)).hasSize(1);
    real.commitFailure = new RebalanceInProgressException();
    consumer.commitSync(offset(1));
    real.commitFailure = null;
    real.rebalance(List.of());
    consumer.poll(SHORT);
    assertThat(real.committed).isEmpty();
  }

  @Test
  void commit_groupLeft_isForgotten() {
    InMemory real = new InMemory();
    made.add(real);
    real.add(0);
    assertThat(consumer.poll(SHORT)).hasSize(1);
    real.commitFailure = new CommitFailedException();
    assertThatCode(() -> consumer.commitSync(offset(1))).doesNotThrowAnyException();
    real.commitFailure = null;
    consumer.poll(SHORT);
    assertThat(real.committed).isEmpty();
  }

  @Test
  void wakeup_doesNotReachTheCommit() {
    InMemory real = new InMemory();
    made.add(real);
    real.add(0);
    consumer.poll(SHORT);
    consumer.wakeup();
    consumer.commitSync(offset(1));
    consumer.close();
    assertThat(real.committed).isEqualTo(offset(1));
    assertThat(real.closed()).isTrue();
  }

  private RecordReader next() {
    InMemory next = made.poll();
    if (next == null) {
      throw new KafkaException(
          "Failed to construct kafka consumer", new KafkaException("No resolvable bootstrap urls"));
    }
    RecordReader reader = new RecordReader(next, new Letterbox().letters, new ReentrantLock());
    next.subscribe(List.of(PARTITION.topic()), reader);
    next.rebalance(List.of(PARTITION));
    return reader;
  }

  private static Map<TopicPartition, OffsetAndMetadata> offset(long offset) {
    return Map.of(PARTITION, new OffsetAndMetadata(offset));
  }

  /** One partition in memory whose commits can be made to fail. */
  private static final class InMemory extends MockConsumer<byte[], byte[]> {
    private final List<ConsumerRecord<byte[], byte[]>> waiting = new ArrayList<>();
    private @Nullable RuntimeException commitFailure;
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();

    InMemory() {
      super(OffsetResetStrategy.EARLIEST);
      updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    void add(long offset) {
      waiting.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], new byte[0]));
      if (!assignment().isEmpty()) {
        give();
      }
    }

    @Override
    public synchronized void rebalance(Collection<TopicPartition> assigned) {
      super.rebalance(assigned);
      if (!assigned.isEmpty()) {
        give();
      }
    }

    private void give() {
      waiting.forEach(this::addRecord);
      waiting.clear();
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      if (commitFailure != null) {
        throw commitFailure;
      }
      if (offsets.values().stream().allMatch(offset -> offset.metadata().isEmpty())) {
        committed = offsets;
      }
    }
  }
}
