package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in to the admin API. */
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
  void schemeInAnyCase_isLetIn() {
    Answer answer =
        api.send(
            "GET", EVENTS, BodyPublishers.noBody(), "Authorization", "bEARER " + World.ADMIN_KEY);

    assertThat(answer.status()).isEqualTo(200);
  }
}
