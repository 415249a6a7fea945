package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SweepResult;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.InMemoryTuning;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking where a place stands, over the wire. */
class StatusTest extends HttpTestBase {
  @Test
  void status_waiting_tellsPositionAndWhenToAskAgain() {
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofHours(2), Duration.ofMinutes(1)));
    join("first");
    String id = join("second");
    admit();
    join("third");

    Answer answer = status(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet())
        .containsExactly(
            "session_id",
            "event_id",
            "status",
            "position",
            "queue_length",
            "estimated_wait_seconds",
            "poll_after_seconds",
            "room_state",
            "message");
    assertThat(answer.text("session_id")).isEqualTo(id);
    assertThat(answer.text("status")).isEqualTo("queued");
    assertThat(answer.json().getInt("position")).isEqualTo(1);
    assertThat(answer.json().getInt("queue_length")).isEqualTo(2);
    assertThat(answer.json().getInt("estimated_wait_seconds"))
        .as("one slot, which its holder may keep for a minute")
        .isEqualTo(60);
    assertThat(answer.json().getInt("poll_after_seconds")).isEqualTo(1);
  }

  @Test
  void status_farBackAndPaused_pollsRarelyAndPromisesNothing() {
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofHours(2), Duration.ofHours(1)));
    for (int i = 0; i < 300; i++) {
      join("user" + i);
    }
    String id = join("last");

    assertThat(status(id).json().getInt("estimated_wait_seconds")).isEqualTo(301);
    assertThat(status(id).json().getInt("poll_after_seconds")).isEqualTo(30);
    world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.PAUSED));
    assertThat(status(id).json()).doesNotContainKey("estimated_wait_seconds");
  }

  @Test
  void status_admitted_carriesTokenAndUrl() {
    String id = join("user");
    admit();

    Answer answer = status(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().keySet())
        .containsExactly(
            "session_id",
            "event_id",
            "status",
            "position",
            "queue_length",
            "queued_at",
            "admitted_at",
            "checkout_token",
            "checkout_url",
            "checkout_expires_at",
            "poll_after_seconds");
    assertThat(answer.text("status")).isEqualTo("admitted");
    assertThat(answer.json().getInt("position")).isZero();
    assertThat(answer.json().getInt("poll_after_seconds")).isEqualTo(5);
    assertThat(answer.text("checkout_url"))
        .isEqualTo(
            "https://shop.example/checkout?event=concert-2024&s=%s&t=%s"
                .formatted(id, answer.text("checkout_token")));
  }

  @Test
  void status_leaseRunOut_isEndedWithoutToken() {
    String id = join("user");
    admit();
    later(World.DEFAULTS.checkoutTtl());
    join("somebody else");

    Answer answer = status(id);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().keySet())
        .containsExactly(
            "session_id",
            "event_id",
            "status",
            "position",
            "queue_length",
            "queued_at",
            "ended_at");
    assertThat(answer.text("status")).isEqualTo("expired");
    assertThat(answer.json().getInt("position")).isZero();
    assertThat(answer.json().getInt("queue_length")).isEqualTo(1);
  }

  @Test
  void status_endedLongAgo_isGone() {
    String id = join("user");
    LeaveResult _ = world.waitingRoom.leave(ref(id), LeaveCause.USER_LEFT);
    assertThat(status(id).text("status")).isEqualTo("abandoned");

    later(InMemoryTuning.DEFAULT.retention());

    assertProblem(status(id), 410, "session-gone");
  }

  @ParameterizedTest
  @MethodSource("badIds")
  void status_badId_isNotFoundUnheard(String id) {
    assertRefusedUnheard(api.get("/api/v1/waitroom/status/" + id), 404, "session-not-found");
  }

  /** F-108: encoded dots, slashes and control characters are refused before any route is tried. */
  @ParameterizedTest
  @ValueSource(strings = {"%00.1.k1AAAAAAAAAAAAAAAAAAAAAA", "..%2F..%2Fadmin"})
  void status_idInAnotherSpelling_isRefusedUnheard(String id) {
    assertRefusedUnheard(api.get("/api/v1/waitroom/status/" + id), 400, "bad-request");
  }

  static Stream<String> badIds() {
    String mac = "A".repeat(22);
    return Stream.of(
        "x",
        "concert-2024",
        "concert-2024.1.k1",
        "concert-2024.1.k1" + mac,
        "concert-2024.0.k1" + mac,
        "concert-2024.-1.k1" + mac,
        "concert-2024.01.k1" + mac,
        "concert-2024.1.zz" + mac,
        "elsewhere.1.k1" + mac,
        "%C3%A9.%F0%9F%98%80.",
        "concert-2024.1.k1" + "A".repeat(4_000));
  }

  @Test
  void status_tamperedId_isNotFound() {
    String id = join("user");
    String other = join("other");
    String mac = other.substring(other.lastIndexOf('.'));
    String foreign = id.substring(0, id.lastIndexOf('.')) + mac;

    assertProblem(status(foreign), 404, "session-not-found");
    assertProblem(status(id + "A"), 404, "session-not-found");
  }

  @Test
  void status_idOfAnEarlierLife_isNotFound() {
    String id = join("user");
    assertThat(world.waitingRoom.remove(EVENT)).isTrue();
    assertProblem(status(id), 404, "session-not-found");
    emptyOutboxAndSweep();
    room(settings -> settings);
    assertThat(join("user")).isNotEqualTo(id);

    assertProblem(status(id), 404, "session-not-found");
  }

  @Test
  void status_redisAway_saysTryAgain() {
    String id = join("user");
    world.state.takeAway();

    Answer answer = status(id);

    assertProblem(answer, 503, "temporarily-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  private void emptyOutboxAndSweep() {
    SweepResult _ = world.waitingRoom.sweep(EVENT, 100);
    world.outbox.drain(EVENT);
    assertThat(world.waitingRoom.sweep(EVENT, 100)).isInstanceOf(SweepResult.Removed.class);
  }

  private SessionRef ref(String id) {
    return world.sessionIds.verify(id).orElseThrow();
  }

  private Answer status(String id) {
    return api.get("/api/v1/waitroom/status/" + id);
  }

  /** Ids of other events are as good as any: the id itself says where it belongs. */
  @Test
  void status_otherEventsId_isThatEventsPlace() {
    EventId other = new EventId("other");
    world.waitingRoom.put(other, World.DEFAULTS, Optional.empty());
    String id = api.post("/api/v1/waitroom/join", body("other", "user")).text("session_id");

    assertThat(status(id).text("event_id")).isEqualTo("other");
  }
}
