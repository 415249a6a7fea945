package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the HTTP edge logs: bugs, and what operators did; nothing of buyers. */
class LogTest extends AdminTestBase {
  @Test
  void bug_isAnsweredDullyAndLoggedOnceWithItsCause() {
    world.state.breakDown();
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      Answer answer = api.get("/api/v1/waitroom/events/concert-2024");

      assertProblem(answer, 500, "internal-error");
      assertThat(answer.body()).doesNotContain("nobody's business");
      assertThat(log.lines())
          .containsExactly(
              "SEVERE A request failed; this is a bug java.lang.IllegalStateException:"
                  + " a detail that is nobody's business");
    }
  }

  @Test
  void f78_clientThatHangsUp_isNoBug() throws IOException {
    for (int i = 0; i < 500; i++) {
      assertThat(admin("PUT", EVENTS + "/opera-" + i, "{}").status()).isEqualTo(201);
    }
    try (CapturedLog log = new CapturedLog("io.waitroom")) {
      for (String path : List.of(EVENTS, "/openapi")) {
        hangUpWhileReading(path);
      }
      Eventually.until(() -> world.inFlight() == 0);
      assertThat(api.get("/health").status()).isEqualTo(200);
      assertThat(log.lines()).isEmpty();
    }
  }

  /** The answer is larger than what the two ends keep for a client that does not read. */
  private void hangUpWhileReading(String path) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(2_048);
      socket.connect(new InetSocketAddress(api.base().getHost(), api.base().getPort()));
      String request =
          "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(path, World.ADMIN_KEY);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      socket.setSoLinger(true, 0); // a reset
    }
  }

  @Test
  void buyers_leaveNoTrace() {
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      String id = join("user-456");
      admit();
      api.get("/api/v1/waitroom/status/" + id);
      api.post("/api/v1/waitroom/leave/" + id, "");
      api.get("/api/v1/waitroom/status/nope");
      world.state.takeAway();
      api.get("/api/v1/waitroom/status/" + id);

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void operators_leaveOneLineEach() {
    String id = join("user-456");
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      admin("PUT", EVENTS + "/opera", "{\"name\":\"Tosca\",\"release_rate\":2500}");
      admin("PATCH", CONCERT, "{\"max_concurrent\":3,\"session_ttl_seconds\":60}");
      adminDo("POST", CONCERT + "/pause");
      adminDo("POST", CONCERT + "/sessions/" + id + "/evict");
      adminDo("DELETE", CONCERT);
      adminGet(EVENTS);
      admin("PATCH", CONCERT, "{}");

      assertThat(log.lines())
          .containsExactly(
              "INFO Operator: event opera was made: name Tosca, release_rate 2500",
              "INFO Operator: event concert-2024 was changed: max_concurrent 3,"
                  + " session_ttl_seconds 60",
              "INFO Operator: event concert-2024 was changed: state paused",
              "INFO Operator: event concert-2024 evict of ticket 1: evicted",
              "INFO Operator: event concert-2024 is being removed");
    }
  }
}
