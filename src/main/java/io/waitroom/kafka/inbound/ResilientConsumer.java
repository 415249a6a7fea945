package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.ClientFacade;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.FailureText;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that outlives outages, for Helidon's {@code KafkaPublisher}, which gives up for good
 * at the first exception. The real consumer is made in {@code poll}, thrown away when it fails, and
 * made anew after a pause; nothing is thrown. Used by one thread at a time.
 *
 * <p>Public, and with a consumer's methods, for {@link ClientFacade}.
 */
public final class ResilientConsumer {
  private static final System.Logger LOGGER = System.getLogger(ResilientConsumer.class.getName());
  private static final Duration PAUSE_MIN = Duration.ofMillis(250);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(4);
  private static final Duration COMMIT_LIMIT = Duration.ofSeconds(2);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

  private final IncomingKind kind;
  private final Supplier<RecordReader> maker;
  private final KafkaHealth health;
  private final ConsumerLag lag;
  private final StopSignal stop;
  private final Runnable settling;
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();

  private volatile @Nullable RecordReader reader;
  private volatile boolean lost;
  private Duration pause = PAUSE_MIN;
  private boolean commitFails;

  /**
   * @param maker makes a consumer that has subscribed; may throw while the cluster cannot be found
   * @param settling finishes what was begun with the messages of the last poll
   */
  ResilientConsumer(
      IncomingKind kind,
      Supplier<RecordReader> maker,
      KafkaHealth health,
      ConsumerLag lag,
      StopSignal stop,
      Runnable settling) {
    this.kind = kind;
    this.maker = maker;
    this.health = health;
    this.lag = lag;
    this.stop = stop;
    this.settling = settling;
  }

  /** Does nothing: the real consumers subscribe when they are made. */
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {}

  /**
   * Does nothing: a poll is short, and a wake-up would hit the commit that follows the last message
   * before the stop.
   */
  public void wakeup() {}

  /** Returns the next records; none while there is no real consumer. Never throws. */
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    settling.run();
    if (stop.isStopped()) {
      return ConsumerRecords.empty();
    }
    try {
      dropLost();
      RecordReader current = connected();
      commitPending();
      lag.positions(kind.word(), positions(current.consumer()));
      ConsumerRecords<byte[], byte[]> polled = current.poll(timeout);
      pause = PAUSE_MIN;
      health.consumerWorks(kind.word());
      return polled;
    } catch (RuntimeException e) {
      failed(e);
      return ConsumerRecords.empty();
    }
  }

  /**
   * No broker may be spoken to: the polling thread throws its consumer away as soon as it can. By
   * any thread.
   */
  void disconnect() {
    lost = true;
    RecordReader current = reader;
    if (current != null) {
      current.consumer().wakeup();
    }
  }

  private void dropLost() {
    if (lost) {
      lost = false;
      discard(Duration.ZERO);
    }
  }

  private RecordReader connected() {
    RecordReader current = reader;
    if (current == null) {
      current = maker.get();
      reader = current;
    }
    return current;
  }

  private void failed(RuntimeException failure) {
    if (!lost) {
      health.consumerFailed(kind.word(), FailureText.of(failure));
    }
    discard(lost ? Duration.ZERO : CLOSE_LIMIT);
    stop.await(pause);
    pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
  }

  /** Commits what the publisher has finished; kept until it is committed or no longer ours. */
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    uncommitted.putAll(offsets);
    commitPending();
  }

  private void commitPending() {
    RecordReader open = reader;
    if (open == null || uncommitted.isEmpty()) {
      return;
    }
    Consumer<byte[], byte[]> current = open.consumer();
    try {
      // A partition that went to another replica may be further on by now: never set it back.
      uncommitted.keySet().retainAll(current.assignment());
      current.commitSync(Map.copyOf(uncommitted), COMMIT_LIMIT);
      uncommitted.clear();
      if (commitFails) {
        commitFails = false;
        LOGGER.log(System.Logger.Level.INFO, "offsets of {0} are committed again", kind);
      }
    } catch (CommitFailedException e) {
      uncommitted.clear();
      LOGGER.log(
          System.Logger.Level.INFO,
          "partitions of {0} went to another replica; some messages will be read twice",
          kind);
    } catch (RebalanceInProgressException | WakeupException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "{0} will be committed later", kind);
    } catch (RuntimeException e) {
      if (!commitFails) {
        commitFails = true;
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot commit offsets of {0}, will try again: {1}",
            kind,
            FailureText.of(e));
      }
    }
  }

  private static Map<TopicPartition, Long> positions(Consumer<byte[], byte[]> current) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    for (TopicPartition partition : current.assignment()) {
      try {
        positions.put(partition, current.position(partition, Duration.ZERO));
      } catch (TimeoutException e) {
        // Just assigned: where it stands is not known yet.
      }
    }
    return positions;
  }

  /** Commits what is pending and closes the real consumer. */
  public void close() {
    commitPending();
    discard(lost ? Duration.ZERO : CLOSE_LIMIT);
  }

  private void discard(Duration limit) {
    RecordReader last = reader;
    reader = null;
    uncommitted.clear();
    lag.positions(kind.word(), Map.of());
    if (last != null) {
      try {
        last.consumer().close(limit);
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "cannot close a consumer: {0}", FailureText.of(e));
      }
    }
  }
}
