package io.waitroom.kafka.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.ops.Component;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way out, over a broker that is there. */
class OutboxRelayTest {
  private final KafkaBroker broker = KafkaBroker.shared();
  private final Wire wire = new Wire(broker);

  @AfterEach
  void closeWire() {
    wire.close();
  }

  @Test
  void deliver_sendsInOrderWithKeyAndHeaders_thenRemoves() {
    Topics topics = wire.topics(1);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      LongStream.rangeClosed(1, 1_200).mapToObj(Places::joined).forEach(part.outbox::add);
      Eventually.until(() -> part.deliver() == Delivery.IDLE);
      assertThat(part.outbox.size()).isZero();

      List<ConsumerRecord<String, String>> sent = wire.read(topics.joined());
      assertThat(sent)
          .extracting(ConsumerRecord::key)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 1_200).mapToObj(Places::id).toList());
      ConsumerRecord<String, String> first = sent.getFirst();
      assertThat(Wire.header(first, "message-id")).isEqualTo(Places.id(1) + ":QUEUE_JOINED");
      assertThat(Wire.header(first, "event-type")).isEqualTo("QUEUE_JOINED");
      assertThat(Wire.header(first, "schema-version")).isEqualTo("1");
      assertThat(part.count("kafka_producer_messages_sent_total")).isEqualTo(1_200);
    }
  }

  @Test
  void deliver_notRemovedFromOutbox_comesAgainWithSameMessageId() {
    Topics topics = wire.topics(1);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      part.outbox.add(Places.joined(9));
      Eventually.until(part::delivers);
      part.outbox.add(Places.ready(1));
      part.outbox.forgetful(true);
      assertThatExceptionOfType(RoomUnavailableException.class).isThrownBy(part::deliver);
      part.outbox.forgetful(false);
      assertThat(part.delivers()).isTrue();

      List<ConsumerRecord<String, String>> sent = wire.read(topics.ready());
      assertThat(sent).hasSize(2);
      assertThat(sent.get(1).value()).isEqualTo(sent.get(0).value());
      assertThat(sent)
          .extracting(message -> Wire.header(message, "message-id"))
          .containsOnly(Places.id(1) + ":QUEUE_READY");
    }
  }

  @Test
  void deliver_topicMissing_keepsAllThatFollowsOfTheSession_andRecovers() {
    Topics topics = Wire.names();
    broker.createTopics(1, topics.ready());
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      part.outbox.add(Places.joined(1));
      part.outbox.add(Places.ready(1));
      assertThat(part.deliver()).isEqualTo(Delivery.FAILED);
      assertThat(part.outbox.size()).isEqualTo(2);
      assertThat(wire.read(topics.ready())).isEmpty();
      assertThat(part.count("kafka_producer_send_errors_total")).isEqualTo(1);

      broker.createTopics(1, topics.joined());
      Eventually.until(part::delivers);
      assertThat(part.outbox.size()).isZero();
      assertThat(wire.read(topics.joined())).hasSize(1);
      assertThat(wire.read(topics.ready())).hasSize(1);
    }
  }

  @Test
  void f88_topicMissing_holdsUpNoOther_andIsNamedInTheHealth() {
    Topics topics = Wire.names();
    broker.createTopics(1, topics.joined());
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      part.outbox.add(Places.ready(1));
      part.outbox.add(Places.joined(2));
      Eventually.until(() -> part.deliver() == Delivery.FAILED && part.outbox.size() == 1);
      assertThat(wire.read(topics.joined())).hasSize(1);
      assertThat(part.health.of(Component.KAFKA_PRODUCER).detail()).contains(topics.ready());

      broker.createTopics(1, topics.ready());
      Eventually.until(part::delivers);
      assertThat(part.outbox.size()).isZero();
      assertThat(wire.read(topics.ready())).hasSize(1);
    }
  }

  /** Such as dead letters that nobody may write. */
  @Test
  void send_toATopicThatCannotBeWritten_holdsUpNoOther() {
    Topics topics = wire.topics(1);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      part.outbox.add(Places.joined(1));
      Eventually.until(part::delivers);
      SharedProducer producer = part.bean(SharedProducer.class);
      List<Boolean> fates = new CopyOnWriteArrayList<>();
      producer.send(
          new ProducerRecord<>("no-such-topic", new byte[0]),
          (_, failure) -> fates.add(failure == null));
      assertThat(fates).containsExactly(false);
      part.outbox.add(Places.joined(2));
      assertThat(part.deliver()).isEqualTo(Delivery.DELIVERED);
    }
  }

  @Test
  void deliver_fromManyThreads_sendsEverything() throws Exception {
    Topics topics = wire.topics(4);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      LongStream.rangeClosed(1, 2_000)
          .forEach(ticket -> {
            part.outbox.add(Places.joined(ticket));
            part.outbox.add(Places.ready(ticket));
          });
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 12; i++) {
          threads.execute(() -> Eventually.until(() -> part.deliver() == Delivery.IDLE));
        }
      }
      assertThat(part.outbox.size()).isZero();
      assertThat(wire.read(topics.ready()))
          .extracting(ConsumerRecord::key)
          .containsAll(LongStream.rangeClosed(1, 2_000).mapToObj(Places::id).toList());
    }
  }
}
