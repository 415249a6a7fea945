package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.ConfigureResult;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Api.Answer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining, over the wire. */
class JoinTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String KEY = "Idempotency-Key";
  private static final String SECRET = "0123456789abcdef";

  @Test
  void join_newUser_isCreatedWithEveryField() {
    join("first");
    world.wakeups.clear();

    Answer answer = api.post(JOIN, body("concert-2024", "user-456"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet())
        .containsExactly(
            "session_id",
            "event_id",
            "user_id",
            "status",
            "position",
            "queue_length",
            "queued_at",
            "expires_at",
            "estimated_wait_seconds",
            "status_url",
            "stream_url");
    String id = answer.text("session_id");
    assertThat(id).startsWith("concert-2024.2.k1");
    assertThat(answer.text("event_id")).isEqualTo("concert-2024");
    assertThat(answer.text("user_id")).isEqualTo("user-456");
    assertThat(answer.text("status")).isEqualTo("queued");
    assertThat(answer.json().getInt("position")).isEqualTo(2);
    assertThat(answer.json().getInt("queue_length")).isEqualTo(2);
    assertThat(answer.json().getInt("estimated_wait_seconds")).isEqualTo(1);
    assertThat(answer.text("queued_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(answer.text("status_url")).isEqualTo("/api/v1/waitroom/status/" + id);
    assertThat(answer.text("stream_url")).isEqualTo("/api/v1/waitroom/stream/" + id);
    assertThat(answer.header("Location")).isEqualTo(answer.text("status_url"));
    assertThat(world.wakeups).containsExactly("joined concert-2024");
  }

  @Test
  void join_sameUserAgain_conflictsWithoutTheId() {
    String id = join("user");

    Answer answer = api.post(JOIN, body("concert-2024", "user"));

    assertProblem(answer, 409, "already-joined");
    assertThat(answer.body()).doesNotContain(id);
    assertThat(answer.headers().map()).doesNotContainKey("location");
  }

  @Test
  void join_sameKeyAgain_isTheSamePlaceAndTellsNobody() {
    Answer first = api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);
    world.wakeups.clear();

    Answer second = api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.headers().map()).doesNotContainKey("location");
    assertThat(world.wakeups).isEmpty();
  }

  @Test
  void join_otherKey_conflicts() {
    api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);

    assertProblem(
        api.post(JOIN, body("concert-2024", "user"), KEY, "fedcba9876543210"),
        409,
        "already-joined");
  }

  /** As the document says: a caller that repeats a join does so within the session's life. */
  @Test
  void f10_sameKeyAfterTheSessionEnded_beginsAnother() {
    Answer first = api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);
    api.post("/api/v1/waitroom/leave/" + first.text("session_id"), "");

    Answer second = api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("session_id")).isNotEqualTo(first.text("session_id"));
  }

  @Test
  void join_sameKeyWhenAdmitted_isTheSamePlaceAtPositionZero() {
    api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);
    admit();

    Answer answer = api.post(JOIN, body("concert-2024", "user"), KEY, SECRET);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("admitted");
    assertThat(answer.json().getInt("position")).isZero();
    assertThat(answer.json()).doesNotContainKey("estimated_wait_seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0123456789abcde",
        "",
        "0123456789\tabcdef",
      })
  void join_badKey_isRefusedUnheard(String key) {
    assertRefusedUnheard(
        api.post(JOIN, body("concert-2024", "user"), KEY, key), 400, "invalid-idempotency-key");
  }

  @Test
  void join_keyTooLongOrTwice_isRefusedUnheard() {
    String body = body("concert-2024", "user");
    assertRefusedUnheard(
        api.post(JOIN, body, KEY, "k".repeat(129)), 400, "invalid-idempotency-key");
    assertRefusedUnheard(
        api.post(JOIN, body, KEY, SECRET, KEY, SECRET), 400, "invalid-idempotency-key");
    assertThat(api.post(JOIN, body, KEY, "a, b \"c\"; ~" + "k".repeat(117)).status())
        .isEqualTo(201);
  }

  @Test
  void join_unknownEvent_isNotFoundWithoutAskingRedis() {
    assertRefusedUnheard(api.post(JOIN, body("elsewhere", "user")), 404, "event-not-found");
  }

  @Test
  void join_removedEvent_isNotFound() {
    world.waitingRoom.remove(EVENT);

    assertProblem(api.post(JOIN, body("concert-2024", "u")), 404, "event-not-found");
  }

  @ParameterizedTest
  @EnumSource(RoomState.class)
  void join_followsTheRoomsState(RoomState state) {
    ConfigureResult _ =
        world.waitingRoom.change(EVENT, RoomChange.ofState(state, Set.of(RoomState.values())));

    Answer answer = api.post(JOIN, body("concert-2024", "user"));

    if (state.joins()) {
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.json().containsKey("estimated_wait_seconds")).isEqualTo(state.admits());
    } else {
      assertProblem(answer, 403, "room-closed");
      assertThat(answer.text("detail")).isEqualTo("The room is " + state.word());
    }
  }

  @Test
  void join_fullQueue_saysWhenToTryAgain() {
    room(s -> new RoomSettings("", 1, 1, 1, Duration.ofHours(1), Duration.ofHours(1)));
    join("first");

    Answer answer = api.post(JOIN, body("concert-2024", "second"));

    assertProblem(answer, 503, "queue-full");
    assertThat(answer.header("Retry-After")).isEqualTo("10");
  }

  @Test
  void join_redisAway_saysTryAgain() {
    world.state.takeAway();

    Answer answer = api.post(JOIN, body("concert-2024", "user"));

    assertProblem(answer, 503, "temporarily-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void join_unknownFields_areIgnored() {
    String body =
        "{\"extra\":{\"a\":[1,{}]},\"event_id\":\"concert-2024\",\"user_id\":\"\u738b\ud83d\ude00\"}";

    Answer answer = api.post(JOIN, body);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("user_id")).isEqualTo("\u738b\ud83d\ude00");
  }
}
