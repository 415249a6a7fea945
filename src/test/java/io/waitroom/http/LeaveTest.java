package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.InMemoryTuning;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Giving a place up, over the wire. */
class LeaveTest extends HttpTestBase {
  @Test
  void leave_waiting_endsThePlaceAndFillsTheOutbox() {
    String id = join("user");
    world.wakeups.clear();

    Answer answer = leave(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .isEqualTo("{\"session_id\":\"%s\",\"status\":\"abandoned\"}".formatted(id));
    assertThat(world.wakeups).containsExactly("outbox concert-2024");
    assertThat(left("user_left")).isEqualTo(1);
  }

  @Test
  void leave_twice_saysTheSameAndTellsNobody() {
    String id = join("user");
    Answer first = leave(id);
    world.wakeups.clear();

    Answer second = leave(id);

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(world.wakeups).isEmpty();
    assertThat(left("user_left")).isEqualTo(1);
  }

  @Test
  void leave_admitted_freesTheSlot() {
    String id = join("user");
    admit();
    world.wakeups.clear();

    assertThat(leave(id).text("status")).isEqualTo("abandoned");

    assertThat(world.wakeups)
        .containsExactlyInAnyOrder("outbox concert-2024", "admission concert-2024");
    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().processingCount()).isZero();
  }

  @Test
  void leave_afterTheTimeRanOut_isExpiredForThatReason() {
    String waiter = join("waiter");
    later(World.DEFAULTS.sessionTtl());
    assertThat(leave(waiter).text("status")).isEqualTo("expired");
    assertThat(left("timeout")).isEqualTo(1);

    String buyer = join("buyer");
    admit();
    later(World.DEFAULTS.checkoutTtl());
    assertThat(leave(buyer).text("status")).isEqualTo("expired");
    assertThat(left("expired")).isEqualTo(1);
  }

  @Test
  void leave_unknownOrGone_isAProblem() {
    assertRefusedUnheard(leave("concert-2024.1.k1" + "A".repeat(22)), 404, "session-not-found");
    String id = join("user");
    leave(id);
    later(InMemoryTuning.DEFAULT.retention().plus(Duration.ofMillis(1)));

    assertProblem(leave(id), 410, "session-gone");
  }

  @Test
  void leave_withAnyBody_ignoresIt() {
    Answer answer = api.post("/api/v1/waitroom/leave/" + join("user"), "{not json");

    assertThat(answer.status()).isEqualTo(200);
  }

  private double left(String reason) {
    return world.count("sessions_left_total", "reason", reason);
  }

  private Answer leave(String id) {
    return api.send("POST", "/api/v1/waitroom/leave/" + id, BodyPublishers.noBody());
  }
}
