package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisMonitor;
import io.waitroom.testkit.RunningService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** The door of the whole service, on a real Redis: what a check costs, and when a token dies. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyIT {
  private static final String EVENTS = "/api/v1/admin/events/";
  private static final String OPERATOR = "Bearer " + RunningService.ADMIN_KEY;
  private static final String EVENT = "door";

  private final RunningService service = RunningService.start();
  private final Api api = service.api();
  private String session = "";
  private String token = "";
  private int people;

  @AfterAll
  void stop() {
    service.close();
  }

  /** The event as it is by default, and somebody who holds a slot. */
  @BeforeEach
  void openAndAdmit() {
    Eventually.until(() -> {
      Answer put =
          api.json("PUT", EVENTS + EVENT, "{\"release_rate\":1000}", "Authorization", OPERATOR);
      return put.status() < 300; // one of the tests removes the event
    });
    admitSomebody();
  }

  private void admitSomebody() {
    session =
        api.post("/api/v1/waitroom/join", HttpTestBase.body(EVENT, "user-" + ++people))
            .text("session_id");
    String status = "/api/v1/waitroom/status/" + session;
    Eventually.until(() -> api.get(status).text("status").equals("admitted"));
    token = api.get(status).text("checkout_token");
    assertThat(verify().status()).isEqualTo(204);
  }

  private Answer verify() {
    return api.get(VerifyTest.VERIFY + "?event_id=" + EVENT, "X-Waitroom-Token", token);
  }

  private Answer operator(String method, String path, String json) {
    return api.json(method, EVENTS + path, json, "Authorization", OPERATOR);
  }

  private void assertRevoked() {
    Answer answer = verify();
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.text("code")).isEqualTo("token-revoked");
  }

  @Test
  void goodToken_costsOneStepAndABadOneNone() {
    List<String> bad =
        List.of(
            token.substring(0, token.length() - 6) + "AAAAAA",
            token.substring(token.indexOf('.')),
            "nonsense",
            "a".repeat(5_000));
    try (Jedis raw = service.redis().connect();
        RedisMonitor monitor = new RedisMonitor(service.redis())) {
      String epoch = raw.hget("waitroom:{%s}:room".formatted(EVENT), "epoch");
      for (String each : bad) {
        assertThat(api.get(VerifyTest.VERIFY, "X-Waitroom-Token", each).status()).isEqualTo(401);
      }
      assertThat(api.get(VerifyTest.VERIFY + "?event_id=opera", "X-Waitroom-Token", token).status())
          .isEqualTo(403);
      assertThat(monitor.commandsAboutPlaces(epoch)).isEmpty();

      assertThat(verify().status()).isEqualTo(204);

      assertThat(monitor.commandsAboutPlaces(epoch)).hasSize(1);
    }
  }

  @Test
  void leave_killsTheToken() {
    api.post("/api/v1/waitroom/leave/" + session, "");
    assertRevoked();
  }

  @Test
  void eviction_killsTheToken() {
    api.send(
        "POST",
        EVENTS + EVENT + "/sessions/" + session + "/evict",
        BodyPublishers.noBody(),
        "Authorization",
        OPERATOR);
    assertRevoked();
  }

  @Test
  void everyOutcome_killsTheToken() {
    for (String outcome : List.of("completed", "failed", "expired")) {
      String body = "{\"outcome\":\"%s\",\"user_id\":\"user-%d\"}".formatted(outcome, people);
      operator("POST", EVENT + "/sessions/" + session + "/outcome", body);
      assertRevoked();
      admitSomebody();
    }
  }

  @Test
  void endOfTheLease_killsTheToken() {
    operator("PATCH", EVENT, "{\"checkout_ttl_seconds\":8}");
    admitSomebody();
    String status = "/api/v1/waitroom/status/" + session;
    Eventually.until(() -> api.get(status).text("status").equals("expired"));

    Answer late = verify();

    assertThat(late.status()).isEqualTo(401);
    assertThat(late.text("code")).isEqualTo("token-expired");
  }

  @Test
  void removalOfTheEvent_killsTheTokenForEver() {
    api.send("DELETE", EVENTS + EVENT, BodyPublishers.noBody(), "Authorization", OPERATOR);
    assertRevoked();
    String dead = token;
    openAndAdmit();
    token = dead;
    assertRevoked();
  }

  @Test
  void tokens_areInNoLog() {
    api.get(VerifyTest.VERIFY, "X-Waitroom-Token", "a-secret-of-somebody");
    String signature = token.substring(token.lastIndexOf('.') + 1);

    assertThat(service.output())
        .isNotEmpty()
        .noneMatch(line -> line.contains(signature) || line.contains("a-secret"));
  }
}
