package io.waitroom.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that bring nothing, though every call works. */
class TopicTroubleTest {
  private final KafkaBroker broker = KafkaBroker.shared();
  private final Wire wire = new Wire(broker);

  @AfterEach
  void closeWire() {
    wire.close();
  }

  @Test
  void f89_missingCheckoutTopic_isUnhealthy_untilItIsMade() throws Exception {
    Topics topics = Wire.names();
    broker.createTopics(
        1, topics.joined(), topics.left(), topics.ready(), topics.failed(), topics.expired());
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      Eventually.until(() -> consumer(part).detail().contains(topics.completed()));
      assertThat(consumer(part).state()).isEqualTo(Health.State.UNHEALTHY);
      assertThat(part.health.of(Component.KAFKA_PRODUCER).state()).isEqualTo(Health.State.HEALTHY);

      broker.createTopics(1, topics.completed());
      Eventually.until(() -> consumer(part).state() == Health.State.HEALTHY);
      wire.send(topics.completed(), "k", Places.report(1));
      Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
    }
  }

  @Test
  void f91_outcomesBehindAnOpenTransaction_areALag() {
    Topics topics = wire.topics(1);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start();
        KafkaProducer<byte[], byte[]> shop = transactional(topics)) {
      shop.beginTransaction();
      for (long ticket = 1; ticket <= 3; ticket++) {
        Future<?> _ =
            shop.send(new ProducerRecord<>(topics.completed(), Wire.utf8(Places.report(ticket))));
      }
      shop.flush();
      Eventually.until(() -> lag(part) == 3);
      assertThat(part.room.settledTickets()).isEmpty();

      shop.commitTransaction();
      Eventually.until(() -> part.room.settledTickets().equals(List.of(1L, 2L, 3L)));
      Eventually.until(() -> lag(part) == 0);
    }
  }

  @Test
  void f90_outcomesDeletedWhileTheServiceWasStopped_areToldAndCounted() throws Exception {
    Topics topics = wire.topics(1);
    try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start()) {
      wire.send(topics.completed(), "k", Places.report(1));
      Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
      part.stop();
      for (long ticket = 2; ticket <= 11; ticket++) {
        wire.send(topics.completed(), "k", Places.report(ticket));
      }
      deleteBefore(new TopicPartition(topics.completed(), 0), 11);

      part.start();
      Eventually.until(() -> part.count("kafka_consumer_outcomes_deleted_total") == 10);
      wire.send(topics.completed(), "k", Places.report(12));
      Eventually.until(() -> part.room.settledTickets().equals(List.of(1L, 12L)));
      assertThat(part.count("kafka_consumer_outcomes_deleted_total")).isEqualTo(10);
    }
  }

  private void deleteBefore(TopicPartition partition, long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  private KafkaProducer<byte[], byte[]> transactional(Topics topics) {
    var producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "transactional.id",
                "shop-of-" + topics.joined()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static Health.Report consumer(KafkaPart part) {
    return part.health.of(Component.KAFKA_CONSUMER);
  }

  private static long lag(KafkaPart part) {
    return part.bean(ConsumerLag.class).byPartition().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
