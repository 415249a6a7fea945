package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.testkit.Api.Answer;
import org.junit.jupiter.api.Test;

/** Joins where buyers have to show who they are. */
@AddConfig(key = "world.join", value = JoinWorlds.MEMBERS)
class MembersOnlyTest extends HttpTestBase {
  private static final String BODY = "{\"event_id\":\"concert-2024\"}";

  @Test
  void join_withoutAToken_isRefusedUnheard() {
    Answer answer = api.post("/api/v1/waitroom/join", BODY);
    assertRefusedUnheard(answer, 401, "identity-required");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void join_withAToken_takesThePersonsPlace() {
    Answer answer =
        api.post(
            "/api/v1/waitroom/join", BODY, "Authorization", "Bearer " + JoinWorlds.token("alice"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("user_id")).isEqualTo("alice");
  }
}
