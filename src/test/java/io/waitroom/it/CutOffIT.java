package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica that reaches Redis but not Kafka, beside one that reaches both. */
@Timeout(300)
class CutOffIT {
  private static final String EVENT = "cut-off";
  private static final int ROUNDS = 3;
  private static final int JOINS = 20;

  @Test
  void whoJoinsAtAReplicaWithoutKafka_isToldOfByAnother() {
    try (Deployment deployment = Deployment.start();
        TopicReader reader = deployment.wire().reader(deployment.topics().joined())) {
      ServiceProcess cutOff =
          deployment.replica(Map.of("KAFKA_BROKERS", "127.0.0.1:" + Ports.free()));
      ServiceProcess _ = deployment.replica();
      Client client = Client.of(cutOff);
      client.open(EVENT, "{\"state\":\"paused\"}");
      List<String> places = new ArrayList<>();
      // Again and again: it may try to deliver, and must not keep what it cannot.
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < JOINS; i++) {
          places.add(client.place(EVENT, "user-" + places.size()));
        }
        List<ConsumerRecord<String, String>> told =
            reader.readUntil(records -> records.size() >= places.size());
        assertThat(told)
            .extracting(ConsumerRecord::key)
            .containsExactlyInAnyOrderElementsOf(places);
      }
    }
  }
}
