package io.waitroom.kafka.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.MemoryRoom.Settlement;
import io.waitroom.kafka.Places;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.room.Outcome;
import io.waitroom.room.SettleResult;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.Fuzz;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Reports of checkouts that are damaged, forged and mixed up, by the thousand, among good ones: all
 * are dealt with, nothing throws, and the room hears of none but the good ones.
 */
class CheckoutFuzzTest {
  private static final Fuzz FUZZ = Fuzz.create();
  private static final int MESSAGES = Integer.getInteger("waitroom.fuzz.messages", 1_000);
  private static final int READINGS = 20_000;

  /** Every so many messages one is good. */
  private static final int GOOD = 10;

  private static final Set<String> REASONS =
      Set.of(
          "empty",
          "too-long",
          "not-an-object",
          "not-json",
          "missing-field",
          "wrong-type",
          "invalid-field",
          "unknown-session",
          "wrong-event",
          "foreign-user");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void read_whateverIsSent_isAReportOrAReason() {
    Fuzz fuzz = FUZZ.derived("read");
    for (int number = 1; number <= READINGS; number++) {
      byte[] message = message(fuzz, number);
      String what = FUZZ.rerun() + ": " + new String(message, UTF_8);
      switch (CheckoutReport.read(message)) {
        case CheckoutReport.Usable(var sessionId, _, _) ->
            assertThat(sessionId).as(what).isNotBlank();
        case CheckoutReport.Tombstone _ -> throw new AssertionError("bytes are no tombstone");
        case CheckoutReport.Unusable(String reason, String detail) -> {
          assertThat(REASONS).as(what).contains(reason);
          assertThat(detail).as(what).isNotBlank().doesNotContain("Exception");
        }
      }
    }
  }

  @Test
  void anything_onAnyTopic_isDealtWith_andOnlyTheTruthChangesTheRoom() throws Exception {
    Fuzz fuzz = FUZZ.derived("wire");
    KafkaBroker broker = KafkaBroker.shared();
    try (Wire wire = new Wire(broker)) {
      Topics topics = wire.topics(1);
      Map<Outcome, String> inbound =
          Map.of(
              Outcome.COMPLETED, topics.completed(),
              Outcome.FAILED, topics.failed(),
              Outcome.EXPIRED, topics.expired());
      Map<Long, Outcome> good = new HashMap<>();
      Map<Long, Set<Outcome>> truth = new HashMap<>();
      try (KafkaPart part = KafkaPart.of(broker.bootstrapServers(), topics).start();
          Sender sender = new Sender(broker)) {
        for (int number = 1; number <= MESSAGES; number++) {
          Outcome outcome = fuzz.oneOf(Outcome.values());
          boolean isGood = number % GOOD == 0;
          byte[] message = isGood ? Places.report(number).getBytes(UTF_8) : message(fuzz, number);
          if (isGood) {
            good.put((long) number, outcome);
          }
          ticket(message)
              .ifPresent(
                  ticket -> truth.computeIfAbsent(ticket, _ -> new HashSet<>()).add(outcome));
          sender.send(
              Objects.requireNonNull(inbound.get(outcome)),
              !isGood && fuzz.chance(2) ? null : message);
        }
        // A message is consumed when its dead letter is on its way, and counted when it is there.
        Eventually.until(() -> consumed(part) == MESSAGES && dealtWith(part) == MESSAGES);
        assertOnlyTheTruth(part, good, truth);
        assertDeadLettersSayWhy(part, wire, topics);
      }
    }
  }

  private static void assertOnlyTheTruth(
      KafkaPart part, Map<Long, Outcome> good, Map<Long, Set<Outcome>> truth) {
    Map<Long, Outcome> settled =
        part.room.settlements().stream()
            .filter(settlement -> settlement.result() instanceof SettleResult.Settled)
            .collect(Collectors.toMap(each -> each.ref().ticket(), Settlement::outcome));
    settled.forEach((ticket, outcome) ->
        assertThat(truth.getOrDefault(ticket, Set.of()))
            .as("reports of place %d, with %s", ticket, FUZZ.rerun())
            .contains(outcome));
    assertThat(settled.keySet()).as(FUZZ.rerun()).containsAll(good.keySet());
    assertThat(part.count("sessions_settled_total")).isEqualTo(settled.size());
  }

  private static void assertDeadLettersSayWhy(KafkaPart part, Wire wire, Topics topics) {
    int letters = 0;
    for (String topic : Set.of(topics.completed(), topics.failed(), topics.expired())) {
      for (ConsumerRecord<String, String> letter : wire.read(topic + ".DLQ")) {
        letters++;
        assertThat(REASONS).as(FUZZ.rerun()).contains(Wire.header(letter, "dlq-reason"));
        assertThat(Wire.header(letter, "dlq-topic")).isEqualTo(topic);
      }
    }
    assertThat(part.count("kafka_dead_letters_total")).isEqualTo(letters);
    assertThat(consumed(part))
        .isEqualTo(
            part.count("kafka_consumer_outcomes_applied_total")
                + part.count("kafka_consumer_outcomes_dropped_total")
                + letters);
  }

  private static double consumed(KafkaPart part) {
    return part.count("kafka_consumer_messages_consumed_total");
  }

  private static double dealtWith(KafkaPart part) {
    return part.count("kafka_consumer_outcomes_applied_total")
        + part.count("kafka_consumer_outcomes_dropped_total")
        + part.count("kafka_dead_letters_total");
  }

  /** A report of this place, or what is left of it. */
  private static byte[] message(Fuzz fuzz, long ticket) {
    Map<String, String> members = new LinkedHashMap<>();
    String id = Places.id(fuzz.chance(90) ? ticket : ticket + 1);
    members.put("session_id", quoted(fuzz.chance(85) ? id : mutated(fuzz, id)));
    members.put("user_id", quoted("user-" + (fuzz.chance(90) ? ticket : ticket + 1)));
    members.put("event_id", quoted(fuzz.chance(95) ? Places.EVENT.value() : "concert-2025"));
    members.put("timestamp", fuzz.chance(50) ? "\"2024-03-01T12:00:00Z\"" : fuzz.value());
    String json = fuzz.chance(50) ? fuzz.object(members) : whole(members);
    byte[] bytes = json.getBytes(UTF_8);
    return fuzz.chance(50) ? fuzz.damaged(bytes) : bytes;
  }

  private static String mutated(Fuzz fuzz, String id) {
    int at = fuzz.below(id.length());
    return fuzz.oneOf(
        id.substring(0, at),
        id + "A",
        id.substring(0, at) + (char) ('0' + fuzz.below(43)) + id.substring(at + 1),
        id.toUpperCase(Locale.ROOT));
  }

  private static String whole(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /**
   * The place that a message truly reports, as another reader of JSON sees it; lenient, since it is
   * for the service to be strict.
   */
  private static Optional<Long> ticket(byte[] message) {
    try {
      String text = new String(message, UTF_8).replace("\ufeff", "");
      JsonNode report = JSON.readTree(text);
      String user = report.path("user_id").asText();
      if (!user.startsWith("user-")) {
        return Optional.empty();
      }
      long ticket = Long.parseLong(user.substring("user-".length()));
      boolean isTrue =
          report.path("session_id").asText().equals(Places.id(ticket))
              && report.path("event_id").asText().equals(Places.EVENT.value());
      return isTrue ? Optional.of(ticket) : Optional.empty();
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Sends without waiting for each ack. */
  private static final class Sender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    Sender(KafkaBroker broker) {
      this.producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", broker.bootstrapServers()),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }

    void send(String topic, byte @Nullable [] value) {
      Future<?> _ = producer.send(new ProducerRecord<>(topic, value));
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
