package io.waitroom.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.Wire;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Both ways while the broker comes and goes. */
class BrokerOutageTest {
  private static final Duration QUICK = Duration.ofSeconds(4);

  @Test
  void brokerStopsAndComesBack_nothingIsLost() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(2);
      try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
        part.outbox.add(Places.joined(1));
        Eventually.until(part::delivers);
        wire.send(topics.completed(), "k", Places.report(1));
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
        Eventually.until(() -> isBoth(part, Health.State.HEALTHY));

        broker.stop();
        Eventually.until(() -> isBoth(part, Health.State.UNHEALTHY)); // without any traffic
        part.outbox.add(Places.joined(2));
        part.outbox.add(Places.joined(3));
        assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
        int claims = part.outbox.claims();
        assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
        assertThat(part.outbox.claims()).as("left to other replicas").isEqualTo(claims);
        assertThat(part.outbox.size()).isEqualTo(2);

        broker.restart();
        Eventually.until(part::delivers);
        assertThat(part.outbox.size()).isZero();
        assertThat(wire.read(topics.joined()))
            .extracting(ConsumerRecord::key)
            .contains(Places.id(1), Places.id(2), Places.id(3));
        wire.send(topics.completed(), "k", Places.report(2));
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L, 2L)));
        Eventually.until(() -> isBoth(part, Health.State.HEALTHY));

        // Again, frozen rather than gone: connections stay open and nothing answers.
        broker.freeze();
        Eventually.until(() -> isBoth(part, Health.State.UNHEALTHY));
        part.outbox.add(Places.joined(4));
        assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
        assertThat(part.outbox.size()).isEqualTo(1);
        broker.thaw();
        Eventually.until(part::delivers);
        wire.send(topics.completed(), "k", Places.report(3));
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L, 2L, 3L)));
        Eventually.until(() -> isBoth(part, Health.State.HEALTHY));
      }
    }
  }

  @Test
  void startedWithoutBroker_worksWhenItComes() throws Exception {
    int port = Ports.free();
    Topics topics = Wire.names();
    try (KafkaPart part = KafkaPart.of("127.0.0.1:" + port, topics)) {
      long started = System.nanoTime();
      part.start();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICK);
      part.outbox.add(Places.joined(1));
      assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
      Eventually.until(() -> isBoth(part, Health.State.UNHEALTHY));

      try (KafkaBroker broker = KafkaBroker.start(port);
          Wire wire = new Wire(broker)) {
        broker.createTopics(1, Wire.all(topics));
        wire.send(topics.failed(), "k", Places.report(1));
        Eventually.until(part::delivers);
        Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
        Eventually.until(() -> isBoth(part, Health.State.HEALTHY));
        part.stop();
      }
    }
  }

  @Test
  void hostNameUnknown_startsStopsAndFailsQuickly() {
    try (KafkaPart part = KafkaPart.of("no-such-host.invalid:9092", Wire.names())) {
      long started = System.nanoTime();
      part.start();
      part.outbox.add(Places.joined(1));
      assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
      assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
      assertThat(part.outbox.size()).isEqualTo(1);
      Eventually.until(() -> isBoth(part, Health.State.UNHEALTHY));
      assertThat(part.health.of(Component.KAFKA_PRODUCER).detail()).contains("bootstrap");
      part.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICK.multipliedBy(2));
    }
  }

  @Test
  void stopWhileTheBrokerIsAway_isPrompt() {
    try (KafkaBroker broker = KafkaBroker.start();
        Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(1);
      KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start();
      part.outbox.add(Places.joined(1));
      Eventually.until(part::delivers);
      Eventually.until(() -> part.bean(ConsumerLag.class).byPartition().size() == 3);
      broker.kill();
      long stopping = System.nanoTime();
      part.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(QUICK.multipliedBy(3));
    }
  }

  private static boolean isBoth(KafkaPart part, Health.State state) {
    return part.health.of(Component.KAFKA_PRODUCER).state() == state
        && part.health.of(Component.KAFKA_CONSUMER).state() == state;
  }
}
