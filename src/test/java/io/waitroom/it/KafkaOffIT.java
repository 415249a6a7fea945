package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Client;
import io.waitroom.testkit.CountingListener;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code KAFKA_ENABLED=false}, and on again. */
@Timeout(180)
class KafkaOffIT {
  private static final String EVENT = "kafka-off";

  @Test
  void withoutKafka_allElseWorks_andWithItEverythingIsDelivered() throws Exception {
    try (Deployment deployment = Deployment.start();
        CountingListener sentry = new CountingListener()) {
      ServiceProcess off =
          deployment.replica(Map.of("KAFKA_ENABLED", "false", "KAFKA_BROKERS", sentry.address()));
      Client client = Client.of(off);
      client.open(EVENT, 1);
      String completed = client.admitted(EVENT, "alice");
      String failed = client.place(EVENT, "bob");
      String expired = client.place(EVENT, "carol");
      String left = client.place(EVENT, "dave");
      settle(client, completed, "alice", "completed");
      settle(client, failed, "bob", "failed");
      settle(client, expired, "carol", "expired");
      client.awaitStatus(left, "admitted");
      assertThat(client.leave(left).status()).isEqualTo(200);

      assertThat(client.room(EVENT).json().getInt("processing_count")).isZero();
      assertThat(client.room(EVENT).json().getInt("outbox_length")).isEqualTo(4 + 4 + 1);
      assertThat(client.api().get("/health").text("status")).isEqualTo("degraded");
      assertThat(off.terminate()).isZero();
      assertThat(sentry.visitors()).isZero();

      try (ServiceProcess on = deployment.replica();
          TopicReader reader =
              deployment
                  .wire()
                  .reader(
                      deployment.topics().joined(),
                      deployment.topics().ready(),
                      deployment.topics().left())) {
        List<String> told =
            reader.readUntil(records -> records.size() >= 9).stream()
                .map(record -> record.topic() + " " + record.key())
                .toList();
        assertThat(told)
            .containsExactlyInAnyOrderElementsOf(
                Stream.of(
                        of(deployment.topics().joined(), completed, failed, expired, left),
                        of(deployment.topics().ready(), completed, failed, expired, left),
                        of(deployment.topics().left(), left))
                    .flatMap(List::stream)
                    .toList());
        assertThat(Client.of(on).status(completed).text("status")).isEqualTo("completed");
      }
    }
  }

  private static void settle(Client client, String sessionId, String user, String outcome) {
    client.awaitStatus(sessionId, "admitted");
    assertThat(client.outcome(EVENT, sessionId, user, outcome).text("result")).isEqualTo("settled");
    assertThat(client.status(sessionId).text("status")).isEqualTo(outcome);
  }

  private static List<String> of(String topic, String... sessionIds) {
    return Stream.of(sessionIds).map(id -> topic + " " + id).toList();
  }
}
