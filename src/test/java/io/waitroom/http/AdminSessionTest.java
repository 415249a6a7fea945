package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.InMemoryTuning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators do with sessions, and outcomes reported over HTTP. */
class AdminSessionTest extends AdminTestBase {
  @Test
  void evict_endsThePlace() {
    String id = join("user");
    admit();
    world.wakeups.clear();

    Answer answer = adminDo("POST", session(id) + "/evict");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"session_id\":\"%s\",\"status\":\"evicted\"}".formatted(id));
    assertThat(world.wakeups)
        .containsExactlyInAnyOrder("outbox concert-2024", "admission concert-2024");
    assertThat(world.count("sessions_left_total", "reason", "evicted")).isEqualTo(1);
    assertThat(adminDo("POST", session(id) + "/evict").text("status")).isEqualTo("evicted");
  }

  @Test
  void session_unknownForgedOrOfAnotherEvent_isNotFoundUnheard() {
    String id = join("user");
    long before = world.state.calls();
    String forged = CONCERT + "/sessions/concert-2024.1.k1" + "A".repeat(22);
    String elsewhere = EVENTS + "/elsewhere/sessions/" + id;

    assertProblem(adminDo("POST", forged + "/evict"), 404, "session-not-found");
    assertProblem(adminDo("POST", elsewhere + "/evict"), 404, "session-not-found");
    assertProblem(report(forged, "completed", "user"), 404, "session-not-found");
    assertProblem(report(elsewhere, "completed", "user"), 404, "session-not-found");
    assertThat(world.state.calls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "failed", "expired"})
  void outcome_admitted_isSettledOnceAndFreesTheSlot(String outcome) {
    String id = join("user");
    admit();
    world.wakeups.clear();

    Answer answer = report(session(id), outcome, "user");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"session_id\":\"%s\",\"status\":\"%s\",\"result\":\"settled\"}"
                .formatted(id, outcome));
    assertThat(world.wakeups).containsExactly("admission concert-2024");
    assertThat(world.count("sessions_settled_total", "status", outcome)).isEqualTo(1);
    Answer again = report(session(id), "completed", "user");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("result")).isEqualTo("already_ended");
    assertThat(again.text("status")).isEqualTo(outcome);
  }

  @Test
  void outcome_completedAfterTheLeaseRanOut_isLateCompletion() {
    String id = join("user");
    admit();
    later(World.DEFAULTS.checkoutTtl());
    admit();

    Answer answer = report(session(id), "completed", "user");

    assertThat(answer.text("result")).isEqualTo("late_completion");
    assertThat(answer.text("status")).isEqualTo("completed");
    assertThat(world.count("sessions_completed_total")).isEqualTo(1);
  }

  @Test
  void outcome_waiting_isNotAdmitted() {
    Answer answer = report(session(join("user")), "completed", "user");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("result")).isEqualTo("not_admitted");
    assertThat(answer.text("status")).isEqualTo("queued");
  }

  @Test
  void outcome_foreignUser_conflicts() {
    String id = join("user");
    admit();

    assertProblem(report(session(id), "completed", "other"), 409, "foreign-user");
  }

  @Test
  void outcome_gone_isGone() {
    String id = join("user");
    admit();
    report(session(id), "completed", "user");
    later(InMemoryTuning.DEFAULT.retention());

    assertProblem(report(session(id), "completed", "user"), 410, "session-gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'outcome':'won','user_id':'u'} | invalid-field | outcome | outcome must be one of completed, failed, expired, not won",
        "{'user_id':'u'} | invalid-field | outcome | outcome is missing",
        "{'outcome':'failed'} | invalid-field | user_id | user_id is missing",
        "{'outcome':'failed','user_id':'u','x':1} | unknown-field | x | x is not known; known are outcome, user_id",
      })
  void outcome_badBody_isRefusedUnheard(String body, String code, String field, String detail) {
    Answer answer = admin("POST", CONCERT + "/sessions/anything/outcome", body.replace('\'', '"'));

    assertRefusedUnheard(answer, 400, code);
    assertThat(answer.text("field")).isEqualTo(field);
    assertThat(answer.text("detail")).isEqualTo(detail);
  }

  private Answer report(String session, String outcome, String user) {
    return admin(
        "POST",
        session + "/outcome",
        "{\"outcome\":\"%s\",\"user_id\":\"%s\"}".formatted(outcome, user));
  }

  private static String session(String id) {
    return CONCERT + "/sessions/" + id;
  }
}
