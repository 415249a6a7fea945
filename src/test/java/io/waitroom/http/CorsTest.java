package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may call the service from a browser. */
@AddConfig(key = "world.cors", value = "https://shop.example,http://localhost:3000")
class CorsTest extends AdminTestBase {
  private static final String SHOP = "https://shop.example";
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String PUBLIC_EVENT = "/api/v1/waitroom/events/concert-2024";

  @Test
  void preflight_allowedOrigin_isToldMethodsAndHeaders() {
    for (String origin : List.of(SHOP, "http://localhost:3000")) {
      Answer answer = preflight(JOIN, origin, "POST");

      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
      assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST");
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .isEqualTo(
              "Authorization, Content-Type, Idempotency-Key,"
                  + " traceparent, tracestate, baggage, sentry-trace"); // F-69
      assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("7200");
      assertThat(answer.header("Vary")).isEqualTo("Origin");
      assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }
    assertUnheard();
  }

  @Test
  void preflight_isNotCounted() {
    preflight(JOIN, SHOP, "POST");

    assertThat(world.count("http_requests_total")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "https://sub.shop.example",
        "https://SHOP.example",
        "null",
        "*",
      })
  void otherOrigin_isAllowedNothing(String origin) {
    Answer preflight = preflight(JOIN, origin, "POST");
    assertThat(preflight.status()).isEqualTo(200);
    assertThat(preflight.header("Allow")).contains("POST");
    assertNothingAllowed(preflight);
    Answer get = get(PUBLIC_EVENT, origin);
    assertThat(get.status()).isEqualTo(200);
    assertThat(get.header("Vary")).isEqualTo("Origin");
    assertNothingAllowed(get);
  }

  @Test
  void answers_allowedOrigin_mayBeReadProblemsToo() {
    for (String path : List.of(PUBLIC_EVENT, "/api/v1/waitroom/status/nope")) {
      Answer answer = get(path, SHOP);

      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo(SHOP);
      assertThat(answer.header("Access-Control-Expose-Headers")).isEqualTo("Location, Retry-After");
      assertThat(answer.header("Vary")).isEqualTo("Origin");
    }
    Answer joined = api.post(JOIN, body("concert-2024", "user"), "Origin", SHOP);
    assertThat(joined.status()).isEqualTo(201);
    assertThat(joined.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
  }

  @Test
  void answers_withoutOrigin_varyAllTheSame() {
    Answer answer = api.get(PUBLIC_EVENT);

    assertThat(answer.header("Vary")).isEqualTo("Origin");
    assertNothingAllowed(answer);
  }

  @Test
  void adminAndOperations_areNeverAllowed() {
    for (String path : List.of(EVENTS, CONCERT, "/health", "/health/live", "/openapi")) {
      assertNothingAllowed(preflight(path, SHOP, "GET"));
      assertNothingAllowed(get(path, SHOP));
    }
    assertNothingAllowed(preflight("/api/v1/waitroom/../admin/events", SHOP, "GET"));
    assertNothingAllowed(preflight(CONCERT, SHOP, "PUT"));
  }

  @Test
  void options_withoutPreflight_listsMethods() {
    Answer answer = api.send("OPTIONS", JOIN, BodyPublishers.noBody(), "Origin", SHOP);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Allow")).contains("POST");
  }

  private Answer get(String path, String origin) {
    return api.get(path, "Origin", origin, "Authorization", "Bearer " + World.ADMIN_KEY);
  }

  private Answer preflight(String path, String origin, String method) {
    return api.send(
        "OPTIONS",
        path,
        BodyPublishers.noBody(),
        "Origin",
        origin,
        "Access-Control-Request-Method",
        method,
        "Access-Control-Request-Headers",
        "content-type,idempotency-key");
  }

  private static void assertNothingAllowed(Answer answer) {
    assertThat(answer.headers().map().keySet())
        .as(answer.toString())
        .noneMatch(name -> name.startsWith("access-control-"));
  }
}
