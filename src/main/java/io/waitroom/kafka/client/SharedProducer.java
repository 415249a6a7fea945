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
import org.apache.kafka.common.errors.InterruptException;
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

  /**
   * The same for a topic that is missing or denied. Each try may wait for two seconds, and what the
   * sender has for other topics waits with it.
   */
  private static final Duration TOPIC_PAUSE = Duration.ofSeconds(5);

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
    Producer<byte[], byte[]> sender = null;
    try {
      sender = sender();
      send(sender, message, callback);
    } catch (RuntimeException e) {
      if (sender != null && !(e instanceof InterruptException)) {
        retire(sender); // one that works tells the callback
      }
      refuse(KafkaHealth.EVERY_TOPIC, e, PAUSE);
      health.sendFailed(KafkaHealth.EVERY_TOPIC, FailureText.of(e));
      callback.onCompletion(null, e);
    }
  }

  private void send(
      Producer<byte[], byte[]> sender, ProducerRecord<byte[], byte[]> message, Callback callback) {
    String topic = message.topic();
    Future<?> sent =
        sender.send(
            message,
            (metadata, failure) -> {
              completed(sender, topic, failure);
              callback.onCompletion(metadata, failure);
            });
    // The send has waited for the cluster, unless it was about the record.
    if (sent.state() == Future.State.FAILED
        && SendFailure.of(sent.exceptionNow()) == SendFailure.LATER) {
      refuse(topic, asException(sent.exceptionNow()), PAUSE);
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

  private void completed(
      Producer<byte[], byte[]> sender, String topic, @Nullable Exception failure) {
    if (failure == null) {
      health.sendWorked(topic);
      return;
    }
    SendFailure meaning = SendFailure.of(failure);
    if (meaning != SendFailure.RECORD && !closed && watch.isOpen()) {
      String scope = meaning == SendFailure.TOPIC ? topic : KafkaHealth.EVERY_TOPIC;
      health.sendFailed(scope, FailureText.of(failure));
    }
    if (meaning == SendFailure.TOPIC) {
      refuse(topic, failure, TOPIC_PAUSE);
    } else if (meaning == SendFailure.PRODUCER) {
      retire(sender);
    }
  }

  private void refuse(String topic, Exception reason, Duration pause) {
    refusals.put(topic, new Refusal(reason, ticker.nanos() + pause.toNanos()));
  }

  /** Why sends to a topic fail at once; null when they need not. */
  private @Nullable Exception refused(String topic) {
    Exception away = watch.problem();
    if (away != null || refusals.isEmpty()) {
      return away;
    }
    long now = ticker.nanos();
    refusals.values().removeIf(refusal -> now - refusal.untilNanos >= 0);
    Refusal refusal = refusals.getOrDefault(KafkaHealth.EVERY_TOPIC, refusals.get(topic));
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
    refuse(KafkaHealth.EVERY_TOPIC, new KafkaException("the producer is made anew"), PAUSE);
    // Not here: this may be the producer's own thread.
    Thread.ofVirtual().name("kafka-retire").start(() -> broken.close(Duration.ZERO));
  }

  private static Exception asException(Throwable failure) {
    return failure instanceof Exception exception ? exception : new KafkaException(failure);
  }

  private record Refusal(Exception reason, long untilNanos) {}
}
