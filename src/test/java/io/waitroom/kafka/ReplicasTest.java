package io.waitroom.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.kafka.KafkaSettings.Topics;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.EventId;
import io.waitroom.room.Wakeups;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.stream.LongStream;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.junit.jupiter.api.Test;

/** Several replicas of the way in share the partitions; one room stands for their Redis. */
class ReplicasTest {
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

  private static void report(Wire wire, Topics topics, long from, long to) throws Exception {
    for (long ticket = from; ticket <= to; ticket++) {
      wire.send(topics.completed(), Places.id(ticket), Places.report(ticket));
    }
  }

  /** The consumer of completed checkouts, without a container. */
  private final class Replica {
    private final Health health = new Health();
    private final StopSignal stop = new StopSignal();
    private final ConsumerLag lag = new ConsumerLag(health);
    private final Inlets inlets;

    Replica(Topics topics) {
      KafkaPart like = KafkaPart.of(broker.bootstrapServers(), topics, "replicas", true);
      KafkaHealth kafkaHealth = new KafkaHealth(health);
      Metrics metrics = new Metrics(new SimpleMeterRegistry());
      SharedProducer producer = new SharedProducer(like.settings, kafkaHealth);
      BrokerProbe probe = new BrokerProbe(like.settings, kafkaHealth, lag, stop);
      DeadLetters letters = new DeadLetters(producer, probe, metrics, stop);
      CheckoutHandler handler =
          new CheckoutHandler(room, Places.sessionIds(), letters, new Deaf(), metrics, stop);
      this.inlets = new Inlets(like.settings, kafkaHealth, lag, stop);
      var subscriber =
          new IncomingSubscriber(IncomingKind.COMPLETED, handler, new KafkaHealth(new Health()));
      ReactiveStreams.fromPublisher(inlets.open(IncomingKind.COMPLETED))
          .forEach(subscriber::onNext)
          .run();
    }

    int partitions() {
      return lag.partitions().size();
    }
  }

  /** Hears no wake-up. */
  private static final class Deaf implements Wakeups {
    @Override
    public void admissionPossible(EventId eventId) {}

    @Override
    public void outboxFilled(EventId eventId) {}
  }
}
