package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.MemoryRoom;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.BrokerWatch;
import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.Ticker;
import io.waitroom.service.ObservedWaitingRoom;
import io.waitroom.service.SettleService;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.NoWakeups;
import io.waitroom.testkit.Wire;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.junit.jupiter.api.Test;

/** Several replicas of the way in share the partitions; one room stands for their Redis. */
class ReplicasTest {
  private static final Duration SOON = Duration.ofSeconds(12);

  private final KafkaBroker broker = KafkaBroker.shared();
  private final MemoryRoom room = new MemoryRoom();

  @Test
  void replicasComeAndGo_everyOutcomeIsSettledOnce() throws Exception {
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(10);
      Replica first = new Replica(topics);
      report(wire, topics, 1, 100);
      Eventually.until(() -> first.partitions() == 10);
      Replica second = new Replica(topics);
      report(wire, topics, 101, 200);
      Eventually.until(() -> second.partitions() > 0);
      first.inlets.close();
      report(wire, topics, 201, 300);
      Eventually.until(() -> room.settledTickets().size() == 300);
      assertThat(room.settledTickets())
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 300).boxed().toList());
      second.inlets.close();
      assertThat(wire.committed("replicas", topics.completed())).isEqualTo(300);
    }
  }

  @Test
  void nextProcessOfAReplica_readsOnAtOnce_thoughTheLastIsStillAMember() throws Exception {
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(10);
      KafkaSettings settings = replica(topics, "replica-0");
      // It polls no more, but its heartbeat goes on: as good as dead, and a member for five
      // minutes.
      try (Consumer<byte[], byte[]> dead = consumer(settings)) {
        dead.subscribe(List.of(topics.completed()));
        Eventually.until(() -> {
          var _ = dead.poll(Duration.ofMillis(100));
          return dead.assignment().size() == 10;
        });
        report(wire, topics, 1, 50);
        Replica next = new Replica(settings);
        Eventually.until(() -> room.settledTickets().size() == 50);
        next.inlets.close();
      }
    }
  }

  /**
   * A partition that changes hands has no owner between the two rounds of a rebalance. There the
   * broker restarts, or the member that gave it up dies: only that one would have asked for the
   * second round.
   */
  @Test
  void replicasThatComeBackBetweenTwoRoundsOfARebalance_readAllPartitions() throws Exception {
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(10);
      KafkaSettings first = replica(topics, "replica-2");
      KafkaSettings second = replica(topics, "replica-3");
      giveUpPartitions(topics, first, second);

      Replica firstAgain = new Replica(first);
      Replica secondAgain = new Replica(second);
      Eventually.until(() -> firstAgain.partitions() == 5 && secondAgain.partitions() == 5);
      report(wire, topics, 1, 50);
      Eventually.until(() -> room.settledTickets().size() == 50);
      firstAgain.inlets.close();
      secondAgain.inlets.close();
    }
  }

  /** The first owns all partitions, gives up half of them to the second, and dies. */
  private static void giveUpPartitions(Topics topics, KafkaSettings first, KafkaSettings second) {
    AtomicBoolean dead = new AtomicBoolean();
    try (Consumer<byte[], byte[]> giver = consumer(first);
        Consumer<byte[], byte[]> taker = consumer(second)) {
      giver.subscribe(
          List.of(topics.completed()),
          new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
              if (!dead.getAndSet(true)) {
                throw new IllegalStateException("dies here");
              }
            }
          });
      Eventually.until(() -> {
        var _ = giver.poll(Duration.ofMillis(100));
        return giver.assignment().size() == 10;
      });
      taker.subscribe(List.of(topics.completed()));
      Eventually.until(() -> {
        var _ = taker.poll(Duration.ofMillis(100));
        try {
          var _ = giver.poll(Duration.ofMillis(100));
        } catch (KafkaException e) {
          assertThat(e).hasRootCauseMessage("dies here");
        }
        return dead.get();
      });
    }
  }

  private static Consumer<byte[], byte[]> consumer(KafkaSettings settings) {
    return new KafkaConsumer<>(
        ClientProperties.consumer(settings, "completed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Test
  void replicaThatStops_leavesTheGroup_alsoUnderAName() throws Exception {
    try (Wire wire = new Wire(broker);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Topics topics = wire.topics(10);
      KafkaSettings settings = replica(topics, "replica-1");
      Replica replica = new Replica(settings);
      Eventually.until(() -> replica.partitions() == 10);
      assertThat(members(admin, settings))
          .extracting(member -> member.groupInstanceId().orElse(""))
          .containsExactly("replica-1-completed");
      replica.inlets.close();
      assertThat(members(admin, settings)).isEmpty();
    }
  }

  /**
   * F-131, with production's session timeout. The bound lies between the 5 s that are wanted and
   * the 15 s that a heartbeat of a third of the session takes.
   */
  @Test
  void replicaStartsOrStops_itsPartitionsAreReadAgainSoon_howeverLongTheSession() {
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(10);
      KafkaSettings settings = settings(topics, Optional.empty(), Duration.ofSeconds(60));
      Replica first = new Replica(settings);
      Eventually.until(() -> first.partitions() == 10);
      Replica second = new Replica(settings);
      await().atMost(SOON).until(() -> first.partitions() == 5 && second.partitions() == 5);
      second.inlets.close();
      await().atMost(SOON).until(() -> first.partitions() == 10);
      first.inlets.close();
    }
  }

  private static Collection<MemberDescription> members(Admin admin, KafkaSettings settings)
      throws Exception {
    return admin
        .describeConsumerGroups(List.of(settings.groupId()))
        .describedGroups()
        .values()
        .iterator()
        .next()
        .get()
        .members();
  }

  private KafkaSettings replica(Topics topics, String name) {
    return settings(topics, Optional.of(name), Duration.ofSeconds(6));
  }

  private KafkaSettings settings(Topics topics, Optional<String> name, Duration session) {
    KafkaSettings like = KafkaPart.of(broker.bootstrapServers(), topics, true).settings;
    return new KafkaSettings(
        true,
        like.bootstrapServers(),
        like.groupId(),
        name,
        session,
        like.producerRetries(),
        like.requiredAcks(),
        topics,
        Map.of());
  }

  private static void report(Wire wire, Topics topics, long from, long to) throws Exception {
    for (long ticket = from; ticket <= to; ticket++) {
      wire.send(topics.completed(), Places.id(ticket), Places.report(ticket));
    }
  }

  /** The consumer of completed checkouts, without a container. */
  private final class Replica {
    private final Health health = new Health();
    private final StopSignal stop = new StopSignal(Ticker.system());
    private final ConsumerLag lag = new ConsumerLag(health);
    private final IncomingChannels inlets;

    Replica(Topics topics) {
      this(KafkaPart.of(broker.bootstrapServers(), topics, "replicas", true).settings);
    }

    Replica(KafkaSettings settings) {
      KafkaHealth kafkaHealth = new KafkaHealth(health, Ticker.system());
      Metrics metrics = new Metrics(new SimpleMeterRegistry());
      BrokerWatch watch = new BrokerWatch(settings, kafkaHealth, stop, Ticker.system());
      SharedProducer producer = new SharedProducer(settings, kafkaHealth, watch, Ticker.system());
      BrokerProbe probe = new BrokerProbe(settings, kafkaHealth, lag, stop, watch, Ticker.system());
      DeadLetters letters = new DeadLetters(producer, probe, metrics, stop, Ticker.system());
      CheckoutHandler handler =
          new CheckoutHandler(
              new SettleService(
                  Places.sessionIds(), new ObservedWaitingRoom(room, new NoWakeups(), metrics)),
              letters,
              metrics,
              stop,
              Ticker.system());
      this.inlets = new IncomingChannels(settings, kafkaHealth, lag, stop, watch, letters);
      watch.start();
      var subscriber = new CheckoutListener(handler, kafkaHealth).completed();
      ReactiveStreams.fromPublisher(inlets.open(IncomingKind.COMPLETED))
          .forEach(subscriber::onNext)
          .run();
    }

    int partitions() {
      return lag.partitions().size();
    }
  }
}
