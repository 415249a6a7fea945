package io.waitroom.kafka.client;

import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The one Kafka producer of this process, made at the first send that needs it, and made anew after
 * an error it cannot recover from. Thread-safe.
 */
@Service
public class SharedProducer {
  /**
   * How long sends to a topic fail at once after one that had to wait in vain. Without it each
   * message of each batch would wait anew while the broker is away. Other topics go on: one that
   * cannot be written, such as dead letters nobody may write, holds up none of them.
   */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** In place of a topic where there is no producer to send with. */
  private static final String EVERY_TOPIC = "";

  private static final Duration CLOSE_LIMIT = ClientProperties.DELIVERY_TIMEOUT;

  private final KafkaSettings settings;
  private final KafkaHealth health;
  private final BrokerWatch watch;
  private final Ticker ticker;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Producer<byte[], byte[]> producer;
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
  private volatile boolean closed;

  @Inject
  public SharedProducer(
      KafkaSettings settings, KafkaHealth health, BrokerWatch watch, Ticker ticker) {
    this.settings = settings;
    this.health = health;
    this.watch = watch;
    this.ticker = ticker;
    watch.onLoss(this::disconnect);
  }

  /**
   * Sends; the callback is called exactly once, here or later, and never anything is thrown. Blocks
   * for about two seconds at most.
   */
  public void send(ProducerRecord<byte[], byte[]> message, Callback callback) {
    Exception refused = refused(message.topic());
    if (refused != null) {
      callback.onCompletion(null, refused);
      return;
    }
    try {
      Producer<byte[], byte[]> sender = sender();
      Future<?> sent =
          sender.send(
              message,
              (metadata, failure) -> {
                completed(sender, failure);
                callback.onCompletion(metadata, failure);
              });
      if (sent.state() == Future.State.FAILED) {
        refuse(message.topic(), asException(sent.exceptionNow()));
      }
    } catch (RuntimeException e) {
      refuse(EVERY_TOPIC, e);
      health.sendFailed(FailureText.of(e));
      callback.onCompletion(null, e);
    }
  }

  /** The client's average batch in bytes; NaN when nothing was sent. */
  public double batchBytes() {
    Producer<byte[], byte[]> known = producer;
    if (known == null) {
      return Double.NaN;
    }
    return known.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("producer-metrics"))
        .filter(metric -> metric.getKey().name().equals("batch-size-avg"))
        .map(metric -> metric.getValue().metricValue())
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Waits for what is under way, ten seconds at most, and closes; later sends fail. Idempotent. */
  public void close() {
    making.lock();
    try {
      closed = true;
    } finally {
      making.unlock();
    }
    Producer<byte[], byte[]> last = producer;
    producer = null;
    if (last != null) {
      last.close(CLOSE_LIMIT);
    }
  }

  /** No broker may be spoken to: what is under way has failed. */
  private void disconnect() {
    Producer<byte[], byte[]> last;
    making.lock();
    try {
      last = producer;
      producer = null;
    } finally {
      making.unlock();
    }
    if (last != null) {
      last.close(Duration.ZERO);
    }
  }

  private Producer<byte[], byte[]> sender() {
    Producer<byte[], byte[]> known = producer;
    if (known != null) {
      return known;
    }
    // Making one looks up host names: those who come meanwhile fail rather than queue up.
    if (!making.tryLock()) {
      throw new KafkaException("the producer is being made");
    }
    try {
      if (closed) {
        throw new KafkaException("the producer is closed");
      }
      watch.requireOpen(); // within the lock, so that a loss meanwhile closes what is made here
      Producer<byte[], byte[]> made = producer;
      if (made == null) {
        made =
            new KafkaProducer<>(
                ClientProperties.producer(settings),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  private void completed(Producer<byte[], byte[]> sender, @Nullable Exception failure) {
    if (failure == null) {
      health.sendWorked();
      return;
    }
    if (!closed && watch.isOpen()) {
      health.sendFailed(FailureText.of(failure));
    }
    if (isFatal(failure)) {
      retire(sender);
    }
  }

  private void refuse(String topic, Exception reason) {
    refusals.put(topic, new Refusal(reason, ticker.nanos() + PAUSE.toNanos()));
  }

  /** Why sends to a topic fail at once; null when they need not. */
  private @Nullable Exception refused(String topic) {
    Exception away = watch.problem();
    if (away != null || refusals.isEmpty()) {
      return away;
    }
    long now = ticker.nanos();
    refusals.values().removeIf(refusal -> now - refusal.untilNanos >= 0);
    Refusal refusal = refusals.getOrDefault(EVERY_TOPIC, refusals.get(topic));
    return refusal == null ? null : refusal.reason;
  }

  private void retire(Producer<byte[], byte[]> broken) {
    making.lock();
    try {
      if (!broken.equals(producer)) {
        return;
      }
      producer = null;
    } finally {
      making.unlock();
    }
    refuse(EVERY_TOPIC, new KafkaException("the producer is made anew"));
    // Not here: this may be the producer's own thread.
    Thread.ofVirtual().name("kafka-retire").start(() -> broken.close(Duration.ZERO));
  }

  /** Whether the producer itself is broken, rather than the cluster away or the message refused. */
  private static boolean isFatal(Exception failure) {
    return switch (failure) {
      case RetriableException _,
          RecordTooLargeException _,
          InvalidTopicException _,
          TopicAuthorizationException _ ->
          false;
      case ApiException _ -> true;
      default -> failure instanceof KafkaException;
    };
  }

  private static Exception asException(Throwable failure) {
    return failure instanceof Exception exception ? exception : new KafkaException(failure);
  }

  private record Refusal(Exception reason, long untilNanos) {}
}
