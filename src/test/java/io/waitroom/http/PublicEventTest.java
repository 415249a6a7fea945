package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import org.junit.jupiter.api.Test;

/** An event as everybody sees it, over the wire. */
class PublicEventTest extends HttpTestBase {
  @Test
  void event_known_isToldFromMemory() {
    join("user");
    long before = world.state.calls();

    Answer answer = api.get("/api/v1/waitroom/events/concert-2024");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=1");
    assertThat(answer.body())
        .isEqualTo(
            "{\"event_id\":\"concert-2024\",\"name\":\"\",\"message\":\"\",\"state\":\"open\",\"queue_length\":1,"
                + "\"processing_count\":0,\"max_concurrent\":100,\"release_rate\":10,"
                + "\"estimated_wait_seconds\":1}");
    assertThat(world.state.calls()).isEqualTo(before);
  }

  @Test
  void event_unknownOrMalformed_isAProblem() {
    assertRefusedUnheard(api.get("/api/v1/waitroom/events/nope"), 404, "event-not-found");
    Answer malformed = api.get("/api/v1/waitroom/events/a%20b");
    assertRefusedUnheard(malformed, 400, "invalid-field");
    assertThat(malformed.text("field")).isEqualTo("event_id");
    assertRefusedUnheard(
        api.get("/api/v1/waitroom/events/" + "a".repeat(65)), 400, "invalid-field");
  }
}
