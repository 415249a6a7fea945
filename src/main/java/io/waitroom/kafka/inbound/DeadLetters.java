package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.FailureText;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
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
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that cannot be used: {@code <topic>.DLQ}, each as a {@link DeadLetter}. Those
 * of a batch travel together: a flood of them must not hold up the outcomes behind it. Thread-safe.
 */
@Service
public class DeadLetters {
  private static final System.Logger LOGGER = System.getLogger(DeadLetters.class.getName());
  private static final Duration ACK_LIMIT = ClientProperties.DELIVERY_TIMEOUT.plusSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final SharedProducer producer;
  private final BrokerProbe cluster;
  private final Metrics metrics;
  private final StopSignal stop;
  private final Ticker ticker;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  /** By the topic they came from; each in the hands of the thread that reads it. */
  private final Map<String, Deque<Letter>> posted = new ConcurrentHashMap<>();

  private final AtomicLong saidNanos;

  @Inject
  DeadLetters(
      SharedProducer producer,
      BrokerProbe cluster,
      Metrics metrics,
      StopSignal stop,
      Ticker ticker) {
    this.producer = producer;
    this.cluster = cluster;
    this.metrics = metrics;
    this.stop = stop;
    this.ticker = ticker;
    this.saidNanos = new AtomicLong(ticker.nanos() - QUIET.toNanos());
  }

  /**
   * Sends a message on its way; whether it arrives shows when it is {@link #settle settled}.
   *
   * @param reason a word
   * @param detail a sentence without user ids or tokens
   * @param kept told when the broker has it
   */
  void post(ConsumerRecord<byte[], byte[]> message, String reason, String detail, Runnable kept) {
    var partition = new TopicPartition(message.topic(), message.partition());
    ProducerRecord<byte[], byte[]> record = DeadLetter.of(message, reason, detail);
    Letter letter = new Letter(partition, message.offset(), reason, record, kept);
    underWay(message.topic()).add(letter);
    send(letter);
  }

  /** Sends word of a message whose bytes are not known, because nobody can read it. */
  void postUnread(TopicPartition partition, long offset) {
    metrics.messageConsumed(partition.topic(), Duration.ZERO);
    metrics.messageUnreadable(partition.topic());
    post(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null),
        "unreadable",
        "processes ended while they read the message; its bytes are in the topic only",
        () -> {});
  }

  /**
   * Returns true when the broker has all that was posted of a topic; tries until then, or until the
   * service stops: the rest comes again after the next start. By the thread that posts.
   */
  boolean settle(String topic) {
    Deque<Letter> letters = underWay(topic);
    boolean troubled = false;
    for (String problem = takeKept(letters); problem != null; problem = takeKept(letters)) {
      if (!troubled) {
        troubled = true;
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot write to {0}, and {1} waits for it: {2}",
            topic + DeadLetter.SUFFIX,
            topic,
            problem);
      }
      if (stop.await(PAUSE)) {
        letters.clear();
        return false;
      }
      made.remove(topic + DeadLetter.SUFFIX);
      letters.forEach(this::send);
    }
    if (troubled) {
      LOGGER.log(System.Logger.Level.INFO, "{0} takes messages again", topic + DeadLetter.SUFFIX);
    }
    return true;
  }

  /** Waits for all fates, and takes those out that the broker has; why another failed, or null. */
  private @Nullable String takeKept(Deque<Letter> letters) {
    String problem = null;
    for (Iterator<Letter> each = letters.iterator(); each.hasNext(); ) {
      Letter letter = each.next();
      String failure = await(letter);
      if (failure == null) {
        each.remove();
        metrics.deadLettered(letter.partition.topic());
        say(letter);
        letter.kept.run();
      } else {
        problem = failure;
      }
    }
    return problem;
  }

  private void send(Letter letter) {
    if (made.add(letter.record.topic())) {
      cluster.createTopic(letter.record.topic());
    }
    CompletableFuture<Optional<String>> fate = new CompletableFuture<>();
    letter.fate = fate;
    producer.send(
        letter.record,
        (metadata, failure) -> fate.complete(Optional.ofNullable(failure).map(FailureText::of)));
  }

  private static @Nullable String await(Letter letter) {
    try {
      return letter.fate.get(ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fate is never exceptional", e);
    } catch (TimeoutException e) {
      return "no ack";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Deque<Letter> underWay(String topic) {
    return posted.computeIfAbsent(topic, name -> new ArrayDeque<>());
  }

  /** One line a minute at most: a flood of bad messages is not a flood of lines. */
  private void say(Letter letter) {
    long last = saidNanos.get();
    long now = ticker.nanos();
    if (now - last >= QUIET.toNanos() && saidNanos.compareAndSet(last, now)) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}@{1} went to the dead letters: {2}",
          letter.partition,
          Long.toString(letter.offset),
          letter.reason);
    }
  }

  /** A message on its way to the dead letters; what was cut off it is not kept meanwhile. */
  private static final class Letter {
    private final TopicPartition partition;
    private final long offset;
    private final String reason;
    private final ProducerRecord<byte[], byte[]> record;
    private final Runnable kept;

    /** Why the last attempt failed; empty when it did not. */
    private CompletableFuture<Optional<String>> fate = new CompletableFuture<>();

    Letter(
        TopicPartition partition,
        long offset,
        String reason,
        ProducerRecord<byte[], byte[]> record,
        Runnable kept) {
      this.partition = partition;
      this.offset = offset;
      this.reason = reason;
      this.record = record;
      this.kept = kept;
    }
  }
}
