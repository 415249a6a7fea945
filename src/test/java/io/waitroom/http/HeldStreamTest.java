package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.SessionRef;
import io.waitroom.testkit.EventStream;
import io.waitroom.testkit.Eventually;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams whose sockets stay Helidon's, as with another Helidon than this one, or with TLS. */
@AddConfig(key = "server.protocols.streaming-http.takeover", value = "false")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HeldStreamTest extends HttpTestBase {
  @Inject StreamRegistry streams;

  @Test
  void stream_fromJoinToEnd_tellsEachChangeAndEnds() throws Exception {
    String session = join("alice");
    SessionRef ref = world.sessionIds.verify(session).orElseThrow();
    try (EventStream client = new EventStream(target.getUri(), session)) {
      assertThat(client.next("position").getInt("position")).isEqualTo(1);
      admit();
      world.feed.wakeAll();
      client.next("ready");
      world.waitingRoom.leave(ref, LeaveCause.EVICTED);
      world.feed.wakeAll();
      client.next("ended");
      assertThat(client.isAtEnd()).isTrue();
    }
    Eventually.until(() -> streams.open() == 0);
    assertThat(api.get("/api/v1/waitroom/status/" + session).status()).isEqualTo(200);
  }
}
