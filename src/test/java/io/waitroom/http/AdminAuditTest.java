package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who did what with an event, over the admin API. */
class AdminAuditTest extends AdminTestBase {
  private static final String AUDIT = CONCERT + "/audit";

  private List<JsonObject> trail() {
    Answer answer = adminDo("GET", AUDIT);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    return answer.json().getJsonArray("entries").getValuesAs(JsonObject.class);
  }

  private Answer as(String operator, String method, String path) {
    return api.send(
        method,
        path,
        java.net.http.HttpRequest.BodyPublishers.noBody(),
        "Authorization",
        "Bearer " + World.ADMIN_KEY,
        "X-Operator",
        operator);
  }

  @Test
  void audit_ofWhatOperatorsDid_namesThemNewestFirst() {
    String session = join("mallory");
    as("ann", "POST", CONCERT + "/pause");
    as("bob", "POST", CONCERT + "/sessions/" + session + "/evict");
    adminDo("DELETE", CONCERT);

    assertThat(trail())
        .extracting(entry -> entry.getString("operator") + ": " + entry.getString("action"))
        .containsExactly(
            "operator from 127.0.0.1: remove",
            "bob from 127.0.0.1: evict",
            "ann from 127.0.0.1: change");
    assertThat(trail().getLast().getJsonObject("after").getString("state")).isEqualTo("paused");
  }

  /** The name is what operators call themselves; the address is what the service saw. */
  @Test
  void f106_nameThatLooksLikeAnAddress_isNone() {
    as("eve from 10.0.0.1", "POST", CONCERT + "/pause");

    assertThat(trail().getFirst().getString("address")).isEqualTo("127.0.0.1");
  }

  @Test
  void audit_ofWhatBuyersDid_isEmpty() {
    api.post("/api/v1/waitroom/leave/" + join("alice"), "");
    assertThat(trail()).isEmpty();
  }

  @Test
  void audit_ofARefusedAction_isEmpty() {
    as("ann", "POST", CONCERT + "/sessions/nonsense/evict");
    assertThat(trail()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a\tb"})
  void operator_withABadName_isRefusedAndNothingIsDone(String name) {
    Answer answer =
        api.send(
            "POST",
            CONCERT + "/pause",
            java.net.http.HttpRequest.BodyPublishers.noBody(),
            "Authorization",
            "Bearer " + World.ADMIN_KEY,
            "X-Operator",
            name.isBlank() ? "a".repeat(65) : name);
    assertProblem(answer, 400, "invalid-field");
    assertThat(trail()).isEmpty();
  }
}
