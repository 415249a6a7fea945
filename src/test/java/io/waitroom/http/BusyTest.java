package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.http.connection.SlowClientGuard;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that works on one request at a time, and clients that keep it waiting. */
@AddConfig(key = "world.inflight", value = "1")
@AddConfig(key = "world.cors", value = BusyTest.SHOP)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BusyTest extends HttpTestBase {
  static final String SHOP = "https://shop.example";
  private static final String EVENTS = "/api/v1/waitroom/events/concert-2024";
  private static final int TIMEOUT_MS = 30_000;
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  /** A connection on which a join has begun to be sent, and is counted. */
  private Socket slowSender() throws IOException {
    URI base = target.getUri();
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
    String head =
        String.join(
            "\r\n",
            "POST /api/v1/waitroom/join HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 100",
            "Expect: 100-continue",
            "",
            "");
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    // Said when the request has been counted and before its body is waited for.
    byte[] answer = socket.getInputStream().readNBytes(CONTINUE.length());
    assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo(CONTINUE);
    socket.getOutputStream().write('{');
    return socket;
  }

  @Test
  void request_beyondTheLimit_isTurnedAwayAtOnceAndCountedAndThenServedAgain() throws Exception {
    String session = join("alice");
    awaitNobody();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> working;
      List<Answer> turnedAway;
      String disguised;
      Answer preflight;
      Answer health;
      synchronized (world.state) {
        working = threads.submit(() -> api.get("/api/v1/waitroom/status/" + session));
        Eventually.until(() -> world.inFlight() == 1);
        turnedAway =
            List.of(
                api.get(EVENTS, "Origin", SHOP),
                // With a body that nobody would read.
                api.post("/api/v1/waitroom/leave/" + session, "{}", "Origin", SHOP),
                api.post("/api/v1/waitroom/join", body("concert-2024", "bob"), "Origin", SHOP));
        disguised =
            RawSocket.exchange(
                api.base(),
                String.join(
                    "\r\n",
                    "GET /api;x/v1/waitroom/events/concert-2024 HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "",
                    ""));
        preflight =
            api.send(
                "OPTIONS",
                EVENTS,
                BodyPublishers.noBody(),
                "Origin",
                SHOP,
                "Access-Control-Request-Method",
                "GET");
        health = api.get("/health");
      }
      for (Answer answer : turnedAway) {
        assertProblem(answer, 503, "temporarily-unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(SHOP);
      }
      assertThat(disguised).as("F-108: no way round the limit").startsWith("HTTP/1.1 400 ");
      assertThat(preflight.status()).isEqualTo(204);
      assertThat(health.status()).isEqualTo(200);
      assertThat(working.get().status()).isEqualTo(200);
    }
    assertThat(world.count("http_requests_turned_away_total")).isEqualTo(3);
    assertThat(world.count("http_requests_total", "status", "503"))
        .as("turned away, and counted there only")
        .isZero();
    awaitNobody();
    assertThat(api.get(EVENTS).status()).isEqualTo(200);
  }

  /** F-19: the page and its forms count, and who is turned away there gets a page. */
  @Test
  void page_beyondTheLimit_isACalmPageThatTriesAgain_F19() throws Exception {
    String session = join("alice");
    awaitNobody();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> working;
      List<Answer> turnedAway;
      Answer style;
      synchronized (world.state) {
        working = threads.submit(() -> api.get("/api/v1/waitroom/status/" + session));
        Eventually.until(() -> world.inFlight() == 1);
        turnedAway =
            List.of(
                api.get("/waitroom/concert-2024", "Accept-Language", "de"),
                api.post("/waitroom/concert-2024/join", "", "Accept-Language", "de"));
        style = api.get("/waitroom/assets/x/page.css");
      }
      for (Answer answer : turnedAway) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
        assertThat(answer.body()).contains("Einen Moment bitte", "http-equiv=\"refresh\"");
      }
      assertThat(style.status()).as("the page needs its files").isEqualTo(200);
      assertThat(working.get().status()).isEqualTo(200);
    }
    assertThat(world.count("http_requests_turned_away_total")).isEqualTo(2);
    awaitNobody();
    assertThat(api.get("/waitroom/concert-2024").status()).isEqualTo(200);
  }

  @Test
  void slowSenders_keepNobodyOutAndAreCutOff() throws Exception {
    try (Socket first = slowSender()) {
      awaitWaitingForTheBody();
      try (Socket second = slowSender()) {
        awaitWaitingForTheBody();
        assertThat(api.get(EVENTS).status()).isEqualTo(200);
        awaitNobody();
        assertThat(join("alice")).isNotEmpty();
        assertThat(isClosedByTheService(first)).isTrue();
        assertThat(isClosedByTheService(second)).isTrue();
      }
    }
    awaitNobody();
    assertThat(api.get(EVENTS).status()).isEqualTo(200);
  }

  /** Each counts until its body is waited for; later it would be the cut-off that helps. */
  private void awaitWaitingForTheBody() {
    Awaitility.await().atMost(SlowClientGuard.PATIENCE).until(() -> world.inFlight() == 0);
  }

  /** A request counts until a moment after its answer has arrived. */
  private void awaitNobody() {
    Eventually.until(() -> world.inFlight() == 0);
  }

  /** Whether the connection ends, whatever was said before. */
  private static boolean isClosedByTheService(Socket socket) throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}
