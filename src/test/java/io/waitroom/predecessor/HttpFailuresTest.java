package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisMonitor;
import io.waitroom.testkit.Tokens;
import io.waitroom.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** What callers see. */
@Timeout(120)
class HttpFailuresTest {
  private final Deployment deployment = Deployment.shared();
  private final Client client = deployment.client();

  @Test
  void failure20_tokens_areForOneEventAndOneHolderAndCannotBeMade() throws Exception {
    client.open("failure20", 1);
    String id = client.admitted("failure20", "alice");
    Answer status = client.status(id);
    String token = status.text("checkout_token");

    JwtClaims claims = Tokens.verify(client, "failure20", status);
    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getJwtId()).isEqualTo(id);
    JsonWebSignature signature =
        (JsonWebSignature) JsonWebSignature.fromCompactSerialization(token);
    assertThat(signature.getAlgorithmHeaderValue()).isEqualTo("ES256");
    assertThat(signature.getKeyIdHeaderValue()).isEqualTo("t1");
    assertThatThrownBy(() -> Tokens.verify(client, "another-event", status))
        .isInstanceOf(InvalidJwtException.class);

    // The public key is no shared secret.
    JsonWebSignature made = new JsonWebSignature();
    made.setPayload(claims.toJson());
    made.setKeyIdHeaderValue("t1");
    made.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    made.setKey(new HmacKey(Tokens.keys(client).toJson().getBytes(StandardCharsets.UTF_8)));
    String forged = made.getCompactSerialization();
    assertThatThrownBy(() -> Tokens.consumer(client, "failure20").processToClaims(forged))
        .isInstanceOf(InvalidJwtException.class);

    // Who has left gets no further one.
    Answer _ = client.leave(id);
    assertThat(client.status(id).json()).doesNotContainKey("checkout_token");
  }

  @Test
  void failure22_statusOfAnEndedSession_isAnAnswer_andAPollOneRoundTripAtMost() {
    client.open("failure22", 1);
    String id = client.admitted("failure22", "alice");
    try (Jedis raw = deployment.redis().connect();
        RedisMonitor monitor = new RedisMonitor(deployment.redis())) {
      String epoch = raw.hget("waitroom:{failure22}:room", "epoch");
      int polls = 20;
      for (int i = 0; i < polls; i++) {
        assertThat(client.status(id).status()).isEqualTo(200);
      }
      assertThat(monitor.commandsAboutPlaces(epoch)).hasSizeLessThanOrEqualTo(polls);
    }

    Answer _ = client.leave(id);
    for (String outcome : List.of("completed", "failed", "expired")) {
      String session = client.admitted("failure22", outcome);
      Answer _ = client.outcome("failure22", session, outcome, outcome);
      assertThat(client.status(session).status()).isEqualTo(200);
      assertThat(client.status(session).text("status")).isEqualTo(outcome);
    }
    assertThat(client.status(id).text("status")).isEqualTo("abandoned");
  }

  @Test
  void failure23_everyErrorHasItsOwnCode() {
    client.open("failure23", "{\"max_length\":1,\"state\":\"paused\"}");
    client.open("failure23-closed", "{\"state\":\"closed\"}");
    String id = client.place("failure23", "alice");
    Map<String, Answer> answers = new LinkedHashMap<>();
    answers.put("already-joined", client.join("failure23", "alice"));
    answers.put("queue-full", client.join("failure23", "bob"));
    answers.put("room-closed", client.join("failure23-closed", "bob"));
    answers.put("event-not-found", client.join("failure23-nowhere", "bob"));
    answers.put("invalid-field", client.join("failure23", ""));
    answers.put("invalid-json", client.api().post(Client.ROOT + "/join", "{"));
    answers.put(
        "invalid-idempotency-key", client.join("failure23", "bob", "Idempotency-Key", "brief"));
    answers.put("session-not-found", client.status(id + "x"));
    answers.put("method-not-allowed", client.api().get(Client.ROOT + "/join"));
    answers.put("not-found", client.api().get(Client.ROOT + "/nothing"));
    answers.put("unauthorized", client.api().get(Client.ADMIN));
    answers.put("foreign-user", client.outcome("failure23", id, "mallory", "completed"));

    answers.forEach((code, answer) -> {
      assertThat(answer.text("code")).isEqualTo(code);
      assertThat(answer.status()).isBetween(400, 599).isEqualTo(answer.json().getInt("status"));
    });
  }

  @Test
  void failure24_onlyTheHolderOfTheIdCanAskOrLeave() {
    client.open("failure24", "{\"state\":\"paused\"}");
    String mine = client.place("failure24", "mallory");
    String theirs = client.place("failure24", "alice");
    String signature = mine.substring(mine.lastIndexOf('.'));
    List<String> guesses =
        List.of(
            "failure24.2" + signature, // their ticket, my signature
            "failure24.2.k1" + "A".repeat(22),
            theirs.substring(0, theirs.length() - 1),
            theirs.toUpperCase(Locale.ROOT),
            "alice",
            "2");

    for (String guess : guesses) {
      assertThat(client.status(guess).status()).as(guess).isEqualTo(404);
      assertThat(client.leave(guess).status()).as(guess).isEqualTo(404);
    }
    assertThat(client.join("failure24", "alice").body()).doesNotContain(theirs);
    assertThat(client.status(theirs).json().getInt("position")).isEqualTo(2);
  }

  @Test
  void failure25_leavingWhileAdmitted_freesTheSlotAtOnceAndIsToldOnce() {
    client.open("failure25", 1);
    String id = client.admitted("failure25", "alice");
    String next = client.place("failure25", "bob");

    assertThat(client.leave(id).text("status")).isEqualTo("abandoned");
    assertThat(client.leave(id).text("status")).isEqualTo("abandoned");
    assertThat(client.status(id).json()).doesNotContainKey("checkout_token");
    client.awaitStatus(next, "admitted");
    assertThat(client.leave(id).status()).isEqualTo(200);
    assertThat(client.leave(next).status()).isEqualTo(200);

    String topic = deployment.topics().left();
    try (TopicReader reader = deployment.wire().reader(topic)) {
      List<ConsumerRecord<String, String>> _ =
          reader.readUntil(read -> read.stream().anyMatch(left -> next.equals(left.key())));
      Eventually.until(() -> client.room("failure25").json().getInt("outbox_length") == 0);
      assertThat(reader.readToEnd()).filteredOn(left -> id.equals(left.key())).hasSize(1);
    }
  }

  @Test
  void failure30_oneMoreWaiter_costsRedisOneMoreJoin() {
    client.open("failure30", "{\"state\":\"paused\"}");
    try (Jedis raw = deployment.redis().connect()) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        ids.add(client.place("failure30", "user-" + i));
      }
      String epoch = raw.hget("waitroom:{failure30}:room", "epoch");
      Answer _ = client.leave(ids.removeFirst()); // Redis knows both scripts from here on
      Answer _ = client.status(ids.getFirst());
      try (RedisMonitor monitor = new RedisMonitor(deployment.redis())) {
        // Everybody moves up, and nobody's position is computed who does not ask.
        for (String id : ids.subList(0, 20)) {
          assertThat(client.leave(id).status()).isEqualTo(200);
        }
        assertThat(client.status(ids.getLast()).json().getInt("position")).isEqualTo(279);
        assertThat(monitor.commandsAboutPlaces(epoch)).hasSizeLessThanOrEqualTo(21);
      }
      assertThat(raw.clientList().lines().filter(line -> line.contains("name=waitroom")))
          .as("connections of one replica with its default pool")
          .hasSizeLessThanOrEqualTo(64);
      assertThat(raw.clientList().lines().filter(line -> !line.contains(" sub=0 psub=0 ")))
          .as("subscriptions of one replica")
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void failure31_aWaiterHearsOfTheAdmissionWheneverItHappens() {
    client.open("failure31", 1);
    for (int round = 0; round < 30; round++) {
      // Alone in an idle room: nothing else happens that could wake anybody later.
      String id = client.admitted("failure31", "user-" + round);
      assertThat(client.leave(id).status()).isEqualTo(200);
    }
  }

  @Test
  void failure34_metricsHealthAndOperatorsAreThere() {
    client.open("failure34", 1);
    String id = client.admitted("failure34", "alice");

    Answer health = client.api().get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.json().getJsonObject("components").keySet())
        .containsExactly("redis", "kafka_producer", "kafka_consumer", "kafka_consumer_lag");
    for (String probe : List.of("live", "ready", "started")) {
      assertThat(client.api().get("/health/" + probe).status()).as(probe).isEqualTo(200);
    }
    Answer metrics = client.api().get("/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.body()).contains("admissions_total", "http_requests_total");

    assertThat(client.admin("POST", "/failure34/pause").text("state")).isEqualTo("paused");
    assertThat(client.admin("POST", "/failure34/resume").text("state")).isEqualTo("open");
    assertThat(
            client
                .admin("PATCH", "/failure34", "{\"release_rate\":7}")
                .json()
                .getInt("release_rate"))
        .isEqualTo(7);
    assertThat(client.admin("POST", "/failure34/sessions/" + id + "/evict").text("status"))
        .isEqualTo("evicted");
    assertThat(client.admin("DELETE", "/failure34").status()).isEqualTo(204);
    Eventually.until(() -> client.admin("GET", "/failure34").status() == 404);
  }
}
