package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Tokens;
import io.waitroom.testkit.TopicReader;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sale as the shop and its buyers live through it. */
@Timeout(180)
class EndToEndIT {
  private static final String EVENT = "end-to-end";

  @Test
  void buyer_joinsIsAdmittedAndBuys_andTheNextOneFollows() throws Exception {
    try (Deployment deployment = Deployment.start()) {
      Client client = Client.of(deployment.replica());
      client.open(EVENT, 1);

      Answer joined = client.join(EVENT, "alice");
      String alice = joined.text("session_id");
      assertThat(joined.status()).isEqualTo(201);
      JsonObject join = told(deployment, deployment.topics().joined(), alice);
      assertThat(join.getString("user_id")).isEqualTo("alice");
      assertThat(join.getString("event_id")).isEqualTo(EVENT);
      assertThat(join.getInt("position")).isEqualTo(1);
      assertThat(join.getString("joined_at")).isEqualTo(joined.text("queued_at"));

      client.awaitStatus(alice, "admitted");
      Answer admitted = client.status(alice);
      JsonObject ready = told(deployment, deployment.topics().ready(), alice);
      assertThat(Instant.parse(ready.getString("expires_at"))).isEqualTo(Tokens.lease(admitted));
      assertThat(ready.toString()).doesNotContain(admitted.text("checkout_token"));
      JwtClaims claims = Tokens.verify(client, EVENT, admitted);
      assertThat(claims.getJwtId()).isEqualTo(alice);
      assertThat(claims.getSubject()).isEqualTo("alice");

      String buyer = alice;
      String user = "alice";
      for (String nextUser : List.of("bob", "carol", "dave", "erin", "frank")) {
        String next = client.place(EVENT, nextUser);
        assertThat(client.status(next).json().getInt("position")).isEqualTo(1);
        deployment
            .wire()
            .send(deployment.topics().completed(), buyer, Client.report(EVENT, buyer, user));
        long acked = System.nanoTime();
        awaitAdmitted(client, next);
        System.out.printf(
            "EndToEndIT: ack of CHECKOUT_COMPLETED to next buyer admitted: %d ms%n",
            (System.nanoTime() - acked) / 1_000_000);
        assertThat(client.status(buyer).text("status")).isEqualTo("completed");
        assertThat(client.room(EVENT).json().getInt("processing_count")).isEqualTo(1);
        buyer = next;
        user = nextUser;
      }
    }
  }

  private static void awaitAdmitted(Client client, String sessionId) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> client.status(sessionId).text("status").equals("admitted"));
  }

  private static JsonObject told(Deployment deployment, String topic, String sessionId) {
    try (TopicReader reader = deployment.wire().reader(topic)) {
      List<ConsumerRecord<String, String>> records =
          reader.readUntil(read -> read.stream().anyMatch(r -> sessionId.equals(r.key())));
      ConsumerRecord<String, String> first =
          records.stream().filter(r -> sessionId.equals(r.key())).findFirst().orElseThrow();
      assertThat(Messages.id(first)).isNotBlank();
      assertThat(Messages.json(first).getString("session_id")).isEqualTo(sessionId);
      return Messages.json(first);
    }
  }
}
