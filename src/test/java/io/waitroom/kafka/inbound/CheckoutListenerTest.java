package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.MemoryRoom.Settlement;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.room.Outcome;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way in, over a broker that is there. */
class CheckoutListenerTest {
  private final KafkaBroker broker = KafkaBroker.shared();
  private final Wire wire = new Wire(broker);
  private final Topics topics = wire.topics(1);
  private final KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics);

  @BeforeEach
  void start() {
    part.start();
  }

  @AfterEach
  void close() {
    part.close();
    wire.close();
  }

  @Test
  void goodOutcomes_settleAndWake() throws Exception {
    wire.send(topics.completed(), "k", Places.report(1));
    wire.send(topics.failed(), "k", Places.report(2));
    wire.send(topics.expired(), "k", Places.report(3));
    Eventually.until(() -> part.room.settlements().size() == 3);
    Eventually.until(() -> part.count("kafka_consumer_messages_consumed_total") == 3);
    assertThat(part.room.settlements())
        .containsExactlyInAnyOrder(
            settled(1, Outcome.COMPLETED), settled(2, Outcome.FAILED), settled(3, Outcome.EXPIRED));
    assertThat(part.wakeups.heard()).hasSize(3).containsOnly("admission " + Places.EVENT);
    assertThat(part.count("sessions_settled_total")).isEqualTo(3);
    assertThat(part.count("sessions_completed_total")).isEqualTo(1);
  }

  @Test
  void unusable_goToDeadLetters_andTheChannelGoesOn() throws Exception {
    String forged = Places.report(1).replace(".1.k1", ".2.k1");
    String foreign = Places.report(4).replace("user-4", "user-5");
    String elsewhere = Places.report(6).replace("concert-2024\",\"t", "concert-2025\",\"t");
    wire.send(topics.failed(), "key-0", "not json");
    wire.send(topics.failed(), "key-1", "{\"event_id\":\"concert-2024\"}");
    wire.send(topics.failed(), "key-2", forged);
    wire.send(topics.failed(), "key-3", foreign);
    wire.send(topics.failed(), "key-4", elsewhere);
    wire.send(topics.failed(), "key-5", "");
    wire.send(topics.failed(), "key-6", Places.report(7));
    Eventually.until(() -> part.room.settledTickets().equals(List.of(7L)));
    // They are only on their way when the next message is settled.
    Eventually.until(() -> part.count("kafka_dead_letters_total") == 6);

    List<ConsumerRecord<String, String>> letters = wire.read(topics.failed() + ".DLQ");
    assertThat(letters)
        .extracting(letter -> Wire.header(letter, "dlq-reason"))
        .containsExactly(
            "not-json", "missing-field", "unknown-session", "foreign-user", "wrong-event", "empty");
    assertThat(letters)
        .extracting(ConsumerRecord::value)
        .startsWith("not json", "{\"event_id\":\"concert-2024\"}", forged, foreign, elsewhere)
        .endsWith("");
    ConsumerRecord<String, String> third = letters.get(2);
    assertThat(third.key()).isEqualTo("key-2");
    assertThat(Wire.header(third, "trace")).isEqualTo("t-1");
    assertThat(Wire.header(third, "dlq-topic")).isEqualTo(topics.failed());
    assertThat(Wire.header(third, "dlq-partition")).isEqualTo("0");
    assertThat(Wire.header(third, "dlq-offset")).isEqualTo("2");
    assertThat(Wire.header(third, "dlq-detail")).isNotBlank();
    assertThat(Instant.parse(Wire.header(third, "dlq-at"))).isBefore(Instant.now());
    assertThat(part.count("kafka_dead_letters_total")).isEqualTo(6);
  }

  @Test
  void f05_tombstone_isDropped_andNoDeadLetter() throws Exception {
    wire.send(topics.completed(), Places.id(1), (byte[]) null);
    wire.send(topics.completed(), "k", Places.report(2));
    Eventually.until(() -> part.count("kafka_consumer_messages_consumed_total") == 2);
    assertThat(part.room.settledTickets()).containsExactly(2L);
    assertThat(part.count("kafka_consumer_outcomes_dropped_total")).isEqualTo(1);
    assertThat(part.count("kafka_dead_letters_total")).isZero();
  }

  @Test
  void duplicates_areDropped() throws Exception {
    wire.send(topics.completed(), "k", Places.report(1));
    wire.send(topics.completed(), "k", Places.report(1));
    Eventually.until(() -> part.count("kafka_consumer_messages_consumed_total") == 2);
    assertThat(part.room.settledTickets()).containsExactly(1L);
    assertThat(part.count("kafka_consumer_outcomes_dropped_total")).isEqualTo(1);
    assertThat(part.count("kafka_dead_letters_total")).isZero();
  }

  @Test
  void redisAway_triesUntilItIsBack_skipsNothing_andLagShows() throws Exception {
    Eventually.until(() -> part.bean(ConsumerLag.class).byPartition().size() == 3);
    part.room.away(true);
    for (long ticket = 1; ticket <= 20; ticket++) {
      wire.send(topics.completed(), "k", Places.report(ticket));
    }
    Eventually.until(() -> part.health.consumerLag() == 20);
    assertThat(part.bean(ConsumerLag.class).byPartition().values()).containsOnly(0L, 20L);
    assertThat(part.room.settlements()).isEmpty();

    part.room.away(false);
    Eventually.until(() -> part.room.settlements().size() == 20);
    assertThat(part.room.settledTickets())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    Eventually.until(() -> part.health.consumerLag() == 0);
  }

  @Test
  void bug_goesToDeadLetters_andTheChannelGoesOn() throws Exception {
    part.room.failWith(new IllegalStateException("a bug"));
    wire.send(topics.completed(), "k", Places.report(1));
    Eventually.until(() -> part.count("kafka_dead_letters_total") == 1);
    part.room.failWith(null);
    wire.send(topics.completed(), "k", Places.report(2));
    Eventually.until(() -> part.room.settledTickets().equals(List.of(2L)));
    assertThat(wire.read(topics.completed() + ".DLQ"))
        .extracting(letter -> Wire.header(letter, "dlq-reason"))
        .containsExactly("internal-error");
  }

  @Test
  void stop_finishesTheMessageAndCommits_theRestComesAfterTheNextStart() throws Exception {
    part.room.hold();
    for (long ticket = 1; ticket <= 3; ticket++) {
      wire.send(topics.completed(), "k", Places.report(ticket));
    }
    Eventually.until(part.room::isEntered);
    var stop = part.bean(StopSignal.class);
    Thread stopping = Thread.ofVirtual().start(part::stop);
    Eventually.until(stop::isStopped);
    part.room.letThrough();
    stopping.join(20_000);
    assertThat(part.room.settledTickets()).containsExactly(1L);
    assertThat(wire.committed(part.settings.groupId(), topics.completed())).isEqualTo(1);

    part.start();
    Eventually.until(() -> part.room.settlements().size() == 3);
    assertThat(part.room.settledTickets()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void stop_whileRedisIsAway_neitherLosesNorSkips() throws Exception {
    part.room.away(true);
    wire.send(topics.completed(), "k", Places.report(1));
    Eventually.until(part.room::isEntered);
    part.stop();
    assertThat(wire.committed(part.settings.groupId(), topics.completed())).isZero();
    part.room.away(false);
    part.start();
    Eventually.until(() -> part.room.settledTickets().equals(List.of(1L)));
  }

  @Test
  void earlierThanTheFirstStart_isRead() throws Exception {
    Topics others = wire.topics(3);
    for (long ticket = 1; ticket <= 500; ticket++) {
      wire.send(others.expired(), Places.id(ticket), Places.report(ticket));
    }
    part.stop();
    try (KafkaPart late = KafkaPart.of(broker.bootstrapServers(), others).start()) {
      Eventually.until(() -> late.room.settledTickets().size() == 500);
    }
    assertThat(wire.committed("group-of-" + others.joined(), others.expired())).isEqualTo(500);
  }

  private static Settlement settled(long ticket, Outcome outcome) {
    SessionStatus status = outcome.status();
    return new Settlement(Places.ref(ticket), outcome, new SettleResult.Settled(status));
  }
}
