package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.FailureText;
import io.waitroom.kafka.client.SendFailure;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where messages go that cannot be used: {@code <topic>.DLQ}, each as a {@link DeadLetter}. Those
 * of a batch travel together: a flood of them must not hold up the outcomes behind it. A letter
 * that the broker refuses for good is reduced, and at last given up with a line at level ERROR; its
 * message stays in the topic that it came from. Thread-safe.
 */
@Service
public class DeadLetters {
  private static final System.Logger LOGGER = System.getLogger(DeadLetters.class.getName());
  private static final Duration ACK_LIMIT = ClientProperties.DELIVERY_TIMEOUT.plusSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofMinutes(1);

  /** How long outcomes wait for a dead-letter topic that is missing or denied. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SharedProducer producer;
  private final BrokerProbe cluster;
  private final Metrics metrics;
  private final StopSignal stop;
  private final Ticker ticker;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  /** The topics whose last letter was given up, because nobody may write it. */
  private final Set<String> closed = ConcurrentHashMap.newKeySet();

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

  /** Tells of messages that the broker has deleted unread. Nothing is left of them for a letter. */
  void deleted(TopicPartition partition, long from, long count) {
    metrics.messagesDeleted(partition.topic(), count);
    LOGGER.log(
        System.Logger.Level.ERROR,
        "{0} records of {1} from offset {2} on were deleted before the group has read them",
        Long.toString(count),
        partition,
        Long.toString(from));
  }

  /**
   * Returns true when the broker has all that was posted of a topic, or never takes it. Tries until
   * then, or until the service stops: the rest comes again after the next start. By the thread that
   * posts.
   */
  boolean settle(String topic) {
    Deque<Letter> letters = underWay(topic);
    long started = ticker.nanos();
    boolean troubled = false;
    for (Exception problem = takeKept(letters); problem != null; problem = takeKept(letters)) {
      made.remove(topic + DeadLetter.SUFFIX);
      if (isClosed(topic, problem, started)) {
        giveUp(letters, problem);
        return true;
      }
      if (!troubled) {
        troubled = true;
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot write to {0}, and {1} waits for it: {2}",
            topic + DeadLetter.SUFFIX,
            topic,
            FailureText.of(problem));
      }
      if (stop.await(PAUSE)) {
        letters.clear();
        return false;
      }
      letters.forEach(this::send);
    }
    if (troubled) {
      LOGGER.log(System.Logger.Level.INFO, "{0} takes messages again", topic + DeadLetter.SUFFIX);
    }
    return true;
  }

  /** Whether nobody may write the dead letters of a topic, and outcomes have waited for it. */
  private boolean isClosed(String topic, Exception problem, long startedNanos) {
    if (SendFailure.of(problem) != SendFailure.TOPIC) {
      return false;
    }
    if (ticker.nanos() - startedNanos >= PATIENCE.toNanos()) {
      closed.add(topic);
    }
    return closed.contains(topic);
  }

  /**
   * Waits for all fates, and takes those out that the broker has, or refuses however short they
   * are. Returns why another failed, or null.
   */
  private @Nullable Exception takeKept(Deque<Letter> letters) {
    Exception problem = null;
    for (Letter letter : List.copyOf(letters)) {
      Exception failure = await(letter);
      while (isRefused(failure) && letter.reduce()) {
        send(letter);
        failure = await(letter);
      }
      if (failure == null) {
        letters.remove(letter);
        closed.remove(letter.partition.topic());
        say(letter);
        finish(letter);
      } else if (isRefused(failure)) {
        letters.remove(letter);
        giveUp(new ArrayDeque<>(List.of(letter)), failure);
      } else {
        problem = failure;
      }
    }
    return problem;
  }

  private static boolean isRefused(@Nullable Exception failure) {
    return failure != null && SendFailure.of(failure) == SendFailure.RECORD;
  }

  /** Goes on without these: what the broker never takes must not hold up what comes behind. */
  private void giveUp(Deque<Letter> letters, Exception problem) {
    Letter first = letters.getFirst();
    LOGGER.log(
        System.Logger.Level.ERROR,
        "no dead letter of {0}@{1} and {2} more unusable messages can be written: {3}",
        first.partition,
        Long.toString(first.offset),
        letters.size() - 1,
        FailureText.of(problem));
    letters.forEach(this::finish);
    letters.clear();
  }

  private void finish(Letter letter) {
    metrics.deadLettered(letter.partition.topic());
    letter.kept.run();
  }

  private void send(Letter letter) {
    if (made.add(letter.record.topic())) {
      cluster.createTopic(letter.record.topic());
    }
    CompletableFuture<Optional<Exception>> fate = new CompletableFuture<>();
    letter.fate = fate;
    producer.send(
        letter.record, (metadata, failure) -> fate.complete(Optional.ofNullable(failure)));
  }

  private static @Nullable Exception await(Letter letter) {
    try {
      return letter.fate.get(ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS).orElse(null);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fate is never exceptional", e);
    } catch (TimeoutException e) {
      return new KafkaException("no ack");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new KafkaException("interrupted");
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
    private final Runnable kept;
    private ProducerRecord<byte[], byte[]> record;
    private int refusals;

    /** Why the last attempt failed; empty when it did not. */
    private CompletableFuture<Optional<Exception>> fate = new CompletableFuture<>();

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

    /** Makes it shorter for another attempt; false when it cannot be shorter. */
    boolean reduce() {
      refusals++;
      Optional<ProducerRecord<byte[], byte[]>> shorter = DeadLetter.reduced(record, refusals);
      shorter.ifPresent(next -> record = next);
      return shorter.isPresent();
    }
  }
}
