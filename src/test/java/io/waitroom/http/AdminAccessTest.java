package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.CapturedLog;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in to the admin API. */
@AddConfig(key = "world.stepped", value = "true")
class AdminAccessTest extends AdminTestBase {
  /** Every admin operation. */
  static Stream<List<String>> operations() {
    return Stream.of(
        List.of("GET", EVENTS),
        List.of("GET", CONCERT),
        List.of("PUT", CONCERT),
        List.of("PATCH", CONCERT),
        List.of("DELETE", CONCERT),
        List.of("POST", CONCERT + "/pause"),
        List.of("POST", CONCERT + "/resume"),
        List.of("POST", CONCERT + "/sessions/x/evict"),
        List.of("POST", CONCERT + "/sessions/x/outcome"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutKey_isUnauthorizedUnheard(List<String> operation) {
    Answer answer = api.json(operation.getFirst(), operation.getLast(), "{}");

    assertRefusedUnheard(answer, 401, "unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongKey_isUnauthorizedUnheard(String authorization) {
    Answer answer =
        api.send("GET", EVENTS, BodyPublishers.noBody(), "Authorization", authorization);

    assertRefusedUnheard(answer, 401, "unauthorized");
    assertThat(answer.body()).doesNotContain(World.ADMIN_KEY);
  }

  @Test
  void f67_wrongKey_isToldFromNone() {
    assertThat(challenge("Bearer x")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(challenge("Bearer ")).isEqualTo("Bearer");
    assertThat(challenge("Basic eDp5")).isEqualTo("Bearer");
  }

  private String challenge(String authorization) {
    return api.send("GET", EVENTS, BodyPublishers.noBody(), "Authorization", authorization)
        .header("WWW-Authenticate");
  }

  static Stream<String> wrong() {
    return Stream.of(
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        World.ADMIN_KEY,
        "Basic " + World.ADMIN_KEY,
        "Bearer " + World.ADMIN_KEY + "x",
        "Bearer " + World.ADMIN_KEY.substring(1));
  }

  @Test
  void f106_wrongKeys_areLoggedOnceAMinute() {
    try (CapturedLog log = new CapturedLog("io.waitroom.http.admin")) {
      guess(1); // may follow another test's guess within its minute
      world.ticker.step(Duration.ofMinutes(1));
      guess(3);
      world.ticker.step(Duration.ofMinutes(1));
      guess(1);
      List<String> lines = log.lines();
      assertThat(lines.subList(lines.size() - 2, lines.size()))
          .allMatch(line -> line.contains("WARNING") && !line.contains("guess"))
          .last()
          .asString()
          .contains("3 requests to the admin API came with a wrong key");
    }
  }

  private void guess(int times) {
    for (int i = 0; i < times; i++) {
      Answer answer =
          api.send("GET", EVENTS, BodyPublishers.noBody(), "Authorization", "Bearer guess" + i);
      assertThat(answer.status()).isEqualTo(401);
    }
  }

  @Test
  void schemeInAnyCase_isLetIn() {
    Answer answer =
        api.send(
            "GET", EVENTS, BodyPublishers.noBody(), "Authorization", "bEARER " + World.ADMIN_KEY);

    assertThat(answer.status()).isEqualTo(200);
  }
}
