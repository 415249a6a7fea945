package io.waitroom.kafka.client;

import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster every two seconds, or more often while it is away, whether it is there and where
 * the partitions we read end, so that an idle service knows too. One virtual thread; makes its
 * client when it can.
 */
@Service
public class BrokerProbe {
  private static final System.Logger LOGGER = System.getLogger(BrokerProbe.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  /** While it does not answer: whoever waits for that goes on at once. */
  private static final Duration INTERVAL_WHILE_AWAY = Duration.ofMillis(500);

  private static final Duration CALL_LIMIT = ClientProperties.PROBE_TIMEOUT.plusSeconds(1);

  private final KafkaSettings settings;
  private final KafkaHealth health;
  private final ConsumerLag lag;
  private final StopSignal stop;
  private final BrokerWatch watch;
  private final Ticker ticker;
  private final TopicCheck topics;
  private @Nullable Admin admin;

  @Inject
  public BrokerProbe(
      KafkaSettings settings,
      KafkaHealth health,
      ConsumerLag lag,
      StopSignal stop,
      BrokerWatch watch,
      Ticker ticker) {
    this.settings = settings;
    this.health = health;
    this.lag = lag;
    this.stop = stop;
    this.watch = watch;
    this.ticker = ticker;
    this.topics = new TopicCheck(settings.topics(), health, ticker);
    watch.onLoss(this::close);
  }

  /** Starts to watch and to probe; ends with the {@link StopSignal}. */
  public void start() {
    watch.start();
    Thread.ofVirtual().name("kafka-probe").start(this::run);
  }

  /**
   * Makes a topic with the cluster's own default partitions and replicas, unless it exists. Whether
   * it worked shows when the topic is written to.
   */
  public void createTopic(String name) {
    NewTopic topic = new NewTopic(name, Optional.empty(), Optional.empty());
    try {
      get(client().createTopics(Set.of(topic)).all());
      LOGGER.log(System.Logger.Level.INFO, "made topic {0}", name);
    } catch (TopicExistsException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "topic {0} exists", name);
    } catch (KafkaException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "cannot make topic {0}: {1}", name, FailureText.of(e));
    }
  }

  private void run() {
    do {
      probe();
    } while (!stop.await(health.isReachable() ? INTERVAL : INTERVAL_WHILE_AWAY));
    close();
  }

  private void probe() {
    if (watch.problem() != null) {
      return; // the watch has told
    }
    long started = ticker.nanos();
    try {
      get(client().describeCluster().nodes());
      health.reachable();
      sampleEnds();
      topics.look(client());
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      failed("no broker answers at " + settings.bootstrapServers(), started);
    } catch (RuntimeException e) {
      failed(FailureText.of(e), started);
    }
  }

  private void failed(String why, long started) {
    if (watch.isOpen()) {
      health.unreachable(why, started);
      watch.lookAgain();
    }
  }

  private void sampleEnds() {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    lag.partitions().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    if (wanted.isEmpty()) {
      lag.ends(Map.of());
      return;
    }
    // Outcomes behind a transaction that hangs cannot be read yet; they wait all the same.
    var options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    try {
      Map<TopicPartition, Long> ends = new HashMap<>();
      Map<TopicPartition, ListOffsetsResultInfo> found =
          get(client().listOffsets(wanted, options).all());
      found.forEach((partition, info) -> ends.put(partition, info.offset()));
      lag.ends(ends);
    } catch (KafkaException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "lag is not known: {0}", FailureText.of(e));
    }
  }

  private synchronized Admin client() {
    Admin known = admin;
    if (known == null) {
      if (stop.isStopped()) {
        throw new KafkaException("the service stops");
      }
      watch.requireOpen(); // within the lock, so that a loss meanwhile closes what is made here
      known = Admin.create(ClientProperties.admin(settings));
      admin = known;
    }
    return known;
  }

  private synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  /**
   * What the cluster answers to an admin client.
   *
   * @throws KafkaException when it refuses, does not answer in time, or the thread is interrupted
   */
  public static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException known) {
        throw known;
      }
      throw new KafkaException(e.getCause());
    } catch (TimeoutException | CancellationException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer from the cluster");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
