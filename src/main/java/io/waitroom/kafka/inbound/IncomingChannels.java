package io.waitroom.kafka.inbound;

import io.helidon.messaging.connectors.kafka.KafkaPublisher;
import io.waitroom.kafka.client.BrokerWatch;
import io.waitroom.kafka.client.ClientFacade;
import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The incoming channels' beginnings: a publisher for each topic, its consumer and its polling
 * thread. Thread-safe.
 */
@Service
public class IncomingChannels {
  private static final long POLL_TIMEOUT_MS = 100;
  private static final long POLL_PERIOD_MS = 1;

  private final KafkaSettings settings;
  private final KafkaHealth health;
  private final ConsumerLag lag;
  private final StopSignal stop;
  private final BrokerWatch watch;
  private final DeadLetters deadLetters;
  private final Lock carefulReading = new ReentrantLock();
  private final List<KafkaPublisher<byte[], byte[]>> publishers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService pollers =
      Executors.newScheduledThreadPool(
          IncomingKind.values().length, Thread.ofVirtual().name("kafka-in-", 0).factory());

  @Inject
  IncomingChannels(
      KafkaSettings settings,
      KafkaHealth health,
      ConsumerLag lag,
      StopSignal stop,
      BrokerWatch watch,
      DeadLetters deadLetters) {
    this.settings = settings;
    this.health = health;
    this.lag = lag;
    this.stop = stop;
    this.watch = watch;
    this.deadLetters = deadLetters;
  }

  /** A publisher of the messages of a topic; begins to poll when it is subscribed to. */
  public KafkaPublisher<byte[], byte[]> open(IncomingKind kind) {
    String topic = kind.topic(settings.topics());
    var consumer =
        new ResilientConsumer(
            kind, () -> subscribed(kind), health, lag, stop, () -> deadLetters.settle(topic));
    watch.onLoss(consumer::disconnect);
    KafkaPublisher<byte[], byte[]> publisher =
        KafkaPublisher.<byte[], byte[]>builder()
            .consumerSupplier(() -> ClientFacade.of(Consumer.class, consumer))
            .topics(List.of(topic))
            .scheduler(pollers)
            .autoCommit(false)
            .pollTimeout(POLL_TIMEOUT_MS)
            .periodExecutions(POLL_PERIOD_MS)
            .build();
    publishers.add(publisher);
    return publisher;
  }

  /** Lets each finish its message and commit, closes them, and leaves the group. Idempotent. */
  public void close() {
    stop.stop();
    boolean member = !publishers.isEmpty();
    pollers.shutdown();
    try (ExecutorService stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
      publishers.forEach(publisher -> stoppers.execute(publisher::stop));
    }
    publishers.clear();
    if (member) {
      new GroupMembers(settings, watch).leave();
    }
  }

  private RecordReader subscribed(IncomingKind kind) {
    watch.requireOpen();
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            ClientProperties.consumer(settings, kind.word()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    String topic = kind.topic(settings.topics());
    DeletedOutcomes.look(consumer, topic, deadLetters);
    RecordReader reader = new RecordReader(consumer, deadLetters, carefulReading);
    consumer.subscribe(List.of(topic), reader);
    return reader;
  }
}
