package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TopicReader;
import io.waitroom.testkit.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the company is told, and what it reports. */
@Timeout(180)
class KafkaFailuresTest {
  private final Deployment deployment = Deployment.shared();
  private final Client client = deployment.client();
  private final Wire wire = deployment.wire();
  private final Topics topics = deployment.topics();

  @Test
  void failure12_aTimestampInAnyFormat_losesNoOutcome() throws Exception {
    List<String> timestamps =
        List.of(
            "\"2024-03-01T12:00:00Z\"",
            "\"2024-03-01T12:00:00.123456789+01:00\"",
            "1709294400",
            "1709294400000",
            "\"1709294400\"",
            "\"01/03/2024 12:00\"",
            "null",
            "{\"seconds\":1709294400}");
    client.open("failure12", timestamps.size());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < timestamps.size(); i++) {
      String id = client.admitted("failure12", "user-" + i);
      String report = Client.report("failure12", id, "user-" + i);
      wire.send(
          topics.failed(), id, report.replace("}", ",\"timestamp\":" + timestamps.get(i) + "}"));
      ids.add(id);
    }

    ids.forEach(id -> client.awaitStatus(id, "failed"));
    assertThat(client.room("failure12").json().getInt("processing_count")).isZero();
  }

  @Test
  void failure13_poison_goesToTheDeadLettersAndNothingIsSkipped() throws Exception {
    client.open("failure13", 1);
    String id = client.admitted("failure13", "alice");
    List<String> poison =
        List.of("poison of failure13", "{\"session_id\":\"poison of failure13\"}", "[13]");
    for (String message : poison) {
      wire.send(topics.completed(), id, message); // same key, same partition, before the good one
    }
    wire.send(topics.completed(), id, Client.report("failure13", id, "alice"));

    client.awaitStatus(id, "completed");
    // They are only on their way when the next message is settled.
    Eventually.until(() -> deadLetters(id).size() >= poison.size());
    assertThat(deadLetters(id)).containsExactlyElementsOf(poison);
  }

  private List<String> deadLetters(String key) {
    return wire.read(topics.completed() + ".DLQ").stream()
        .filter(letter -> key.equals(letter.key()))
        .map(ConsumerRecord::value)
        .toList();
  }

  @Test
  void failure14_outcomesFromBeforeTheFirstStart_count() throws Exception {
    client.open("failure14", 1);
    String id = client.admitted("failure14", "alice");
    // A group that has never read these topics yet.
    Topics fresh = wire.topics(3);
    wire.send(fresh.completed(), id, Client.report("failure14", id, "alice"));

    Map<String, String> variables = new HashMap<>(Deployment.variables(fresh));
    variables.put("KAFKA_CONSUMER_GROUP_ID", "failure14");
    try (ServiceProcess late = deployment.replica(variables)) {
      client.awaitStatus(id, "completed");
      assertThat(late.isAlive()).isTrue();
    }
  }

  @Test
  void failure17_duplicateLateForeignAndForgedOutcomes_changeNothing() throws Exception {
    client.open("failure17", 3);
    String bought = client.admitted("failure17", "alice");
    String open = client.admitted("failure17", "bob");
    wire.send(topics.completed(), bought, Client.report("failure17", bought, "alice"));
    client.awaitStatus(bought, "completed");

    List<String> bad = new ArrayList<>();
    bad.add(Client.report("failure17", bought, "alice")); // once more, and of all kinds
    bad.add(Client.report("failure17", open, "mallory"));
    bad.add(Client.report("another-event", open, "bob"));
    bad.add(Client.report("failure17", forged(open), "bob"));
    for (String topic : List.of(topics.completed(), topics.failed(), topics.expired())) {
      for (String message : bad) {
        wire.send(topic, "17", message);
      }
    }
    // Behind them in each partition: when it is heard, so were they.
    for (String topic : List.of(topics.completed(), topics.failed(), topics.expired())) {
      String marker = client.admitted("failure17", "marker-of-" + topic);
      wire.send(topic, "17", Client.report("failure17", marker, "marker-of-" + topic));
      Eventually.until(() -> !client.status(marker).text("status").equals("admitted"));
    }

    assertThat(client.status(bought).text("status")).isEqualTo("completed");
    assertThat(client.status(open).text("status")).isEqualTo("admitted");
    assertThat(client.room("failure17").json().getInt("processing_count")).isEqualTo(1);
  }

  @Test
  void failure27_brokerAway_everyEventArrivesAfterwards() {
    client.open("failure27", 1);
    String admitted;
    String left;
    deployment.broker().freeze();
    try {
      admitted = client.admitted("failure27", "alice");
      left = client.place("failure27", "bob");
      assertThat(client.leave(left).status()).isEqualTo(200);
    } finally {
      deployment.broker().thaw();
    }

    try (TopicReader reader = wire.reader(topics.joined(), topics.left(), topics.ready())) {
      reader.readUntil(records ->
          has(records, topics.joined(), admitted)
              && has(records, topics.joined(), left)
              && has(records, topics.ready(), admitted)
              && has(records, topics.left(), left));
    }
  }

  @Test
  void failure28_aHotEvent_spreadsOverThePartitions() {
    client.open("failure28", "{\"state\":\"paused\"}");
    List<String> ids =
        IntStream.range(0, 100).mapToObj(i -> client.place("failure28", "user-" + i)).toList();

    try (TopicReader reader = wire.reader(topics.joined())) {
      List<ConsumerRecord<String, String>> records =
          reader.readUntil(read -> ids.stream().allMatch(id -> has(read, topics.joined(), id)));
      assertThat(records.stream().filter(record -> ids.contains(record.key())))
          .extracting(ConsumerRecord::partition)
          .contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  private static boolean has(
      List<ConsumerRecord<String, String>> records, String topic, String sessionId) {
    return records.stream()
        .anyMatch(record -> record.topic().equals(topic) && sessionId.equals(record.key()));
  }

  /** Another place of the same event, with the signature of this one. */
  private static String forged(String sessionId) {
    String[] parts = sessionId.split("\\.", -1);
    return Stream.of(parts[0], "9" + parts[1], parts[2])
        .reduce((a, b) -> a + "." + b)
        .orElseThrow();
  }
}
