package io.waitroom.kafka;

import io.waitroom.ops.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that cannot be used: {@code <topic>.DLQ}, with their bytes, key and headers as
 * they were, and headers that say why and where from. Thread-safe.
 */
@ApplicationScoped
class DeadLetters {
  /** What follows the topic's name. */
  static final String SUFFIX = ".DLQ";

  private static final System.Logger LOGGER = System.getLogger(DeadLetters.class.getName());
  private static final Duration ACK_LIMIT = ClientProperties.DELIVERY_TIMEOUT.plusSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final SharedProducer producer;
  private final BrokerProbe cluster;
  private final Metrics metrics;
  private final StopSignal stop;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - QUIET.toNanos());

  @Inject
  DeadLetters(SharedProducer producer, BrokerProbe cluster, Metrics metrics, StopSignal stop) {
    this.producer = producer;
    this.cluster = cluster;
    this.metrics = metrics;
    this.stop = stop;
  }

  /**
   * Returns true when the broker has it; tries until then, or until the service stops: then false.
   *
   * @param reason a word
   * @param detail a sentence without user ids or tokens
   */
  boolean send(ConsumerRecord<byte[], byte[]> message, String reason, String detail) {
    ProducerRecord<byte[], byte[]> letter = letter(message, reason, detail);
    boolean troubled = false;
    do {
      if (made.add(letter.topic())) {
        cluster.createTopic(letter.topic());
      }
      String problem = attempt(letter);
      if (problem == null) {
        metrics.deadLettered(message.topic());
        say(message, reason);
        if (troubled) {
          LOGGER.log(System.Logger.Level.INFO, "{0} takes messages again", letter.topic());
        }
        return true;
      }
      made.remove(letter.topic());
      if (!troubled) {
        troubled = true;
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot write to {0}, and {1} waits for it: {2}",
            letter.topic(),
            message.topic(),
            problem);
      }
    } while (!stop.await(PAUSE));
    return false;
  }

  private @Nullable String attempt(ProducerRecord<byte[], byte[]> letter) {
    CompletableFuture<Optional<String>> fate = new CompletableFuture<>();
    producer.send(
        letter,
        (metadata, failure) -> fate.complete(Optional.ofNullable(failure).map(Problem::of)));
    try {
      return fate.get(ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fate is never exceptional", e);
    } catch (TimeoutException e) {
      return "no ack";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<byte[], byte[]> message, String reason, String detail) {
    var letter =
        new ProducerRecord<>(message.topic() + SUFFIX, null, message.key(), message.value());
    for (Header header : message.headers()) {
      letter.headers().add(header);
    }
    add(letter, "dlq-reason", reason);
    add(letter, "dlq-detail", detail);
    add(letter, "dlq-topic", message.topic());
    add(letter, "dlq-partition", Integer.toString(message.partition()));
    add(letter, "dlq-offset", Long.toString(message.offset()));
    add(letter, "dlq-at", Times.format(Instant.now()));
    return letter;
  }

  private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** One line a minute at most: a flood of bad messages is not a flood of lines. */
  private void say(ConsumerRecord<byte[], byte[]> message, String reason) {
    long last = saidNanos.get();
    long now = System.nanoTime();
    if (now - last >= QUIET.toNanos() && saidNanos.compareAndSet(last, now)) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}-{1}@{2} went to the dead letters: {3}",
          message.topic(),
          message.partition(),
          Long.toString(message.offset()),
          reason);
    }
  }
}
