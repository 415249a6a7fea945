package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.LeaveCause;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.EventStream;
import io.waitroom.testkit.Eventually;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /stream/{session_id}} over the wire. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamTest extends HttpTestBase {
  @Inject StreamRegistry streams;

  /**
   * Ends what is still open: a client that has closed its stream is only noticed at the next write,
   * and until then its stream asks and counts in the tests that follow.
   */
  @AfterEach
  void endStreams() {
    world.state.clear();
    world.feed.wakeAll();
    Eventually.until(() -> openStreams() == 0);
  }

  private SessionRef ref(String sessionId) {
    return world.sessionIds.verify(sessionId).orElseThrow();
  }

  @Test
  void stream_fromJoinToEnd_tellsEachChangeAndEnds() throws Exception {
    String first = join("first");
    String second = join("second");
    try (EventStream client = new EventStream(target.getUri(), second)) {
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.header("Content-Type")).startsWith("text/event-stream");
      assertThat(client.header("Cache-Control")).isEqualTo("no-store");
      assertThat(client.line()).matches("retry: \\d+");
      assertThat(client.next("position").getInt("position")).isEqualTo(2);

      world.waitingRoom.leave(ref(first), LeaveCause.USER_LEFT);
      world.feed.wakeAll();
      assertThat(client.next("position").getInt("position")).isEqualTo(1);

      admit();
      world.feed.wakeAll();
      JsonObject ready = client.next("ready");
      assertThat(ready.getString("status")).isEqualTo("admitted");
      assertThat(ready.getString("checkout_token")).isNotBlank();

      world.waitingRoom.leave(ref(second), LeaveCause.EVICTED);
      world.feed.wakeAll();
      assertThat(client.next("ended").getString("status")).isEqualTo("evicted");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void stream_inARoomWhereNothingHappens_sleepsBetweenLooks() throws Exception {
    String session = join("alice");
    int before = world.feed.waits().size();
    long started = System.nanoTime();
    try (EventStream client = new EventStream(target.getUri(), session)) {
      client.next("position");
      Eventually.until(() -> world.feed.waits().size() >= before + 4);
      // Of four that have begun, at least two are over that began here, of half a second each.
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
      List<Duration> waits = world.feed.waits();
      assertThat(waits.subList(before, waits.size()))
          .filteredOn(wait -> wait.compareTo(Duration.ofMillis(500)) < 0)
          .as("of %s", waits)
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void stream_whenOnlyTheEstimateChanges_tellsIt() throws Exception {
    String session = join("alice");
    try (EventStream client = new EventStream(target.getUri(), session)) {
      assertThat(client.next("position").containsKey("estimated_wait_seconds")).isTrue();
      var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.PAUSED));
      world.feed.wakeAll();
      assertThat(client.next("position").containsKey("estimated_wait_seconds")).isFalse();
    }
  }

  @Test
  void stream_ofOneAdmittedBeforeItOpened_beginsWithReady() throws Exception {
    String session = join("alice");
    admit();
    try (EventStream client = new EventStream(target.getUri(), session)) {
      assertThat(client.next("ready").getString("session_id")).isEqualTo(session);
    }
  }

  @Test
  void stream_ofAnEndedPlace_saysSoAndEnds() throws Exception {
    String session = join("alice");
    world.waitingRoom.leave(ref(session), LeaveCause.USER_LEFT);
    try (EventStream client = new EventStream(target.getUri(), session)) {
      assertThat(client.next("ended").getString("status")).isEqualTo("abandoned");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void stream_whileRedisIsAway_staysOpenAndGoesOn() throws Exception {
    String session = join("alice");
    try (EventStream client = new EventStream(target.getUri(), session)) {
      client.next("position");
      world.state.interrupt();
      long calls = world.state.calls();
      Eventually.until(() -> world.state.calls() > calls);
      world.state.bringBack();
      admit();
      world.feed.wakeAll();
      client.next("ready");
    }
  }

  @Test
  void stream_whoseClientHasGone_isCountedOut() throws Exception {
    String session = join("alice");
    try (EventStream client = new EventStream(target.getUri(), session)) {
      client.next("position");
      assertThat(openStreams()).isPositive();
    }
    String other = join("bob");
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> {
          // Somebody else's ups and downs make the stream write, and so notice.
          world.waitingRoom.leave(ref(other), LeaveCause.USER_LEFT);
          admit();
          world.feed.wakeAll();
          return openStreams() == 0;
        });
  }

  @Test
  void stream_whoseClientNeverReads_isCutOffAndCostsOthersNothing() throws Exception {
    String stalled = join("stalled");
    String reading = join("reading");
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(2_048);
      socket.connect(new InetSocketAddress(target.getUri().getHost(), target.getUri().getPort()));
      String head =
          "GET /api/v1/waitroom/stream/" + stalled + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      try (EventStream client = new EventStream(target.getUri(), reading)) {
        client.next("position");
        Eventually.until(() -> openStreams() == 2);
        AtomicInteger joined = new AtomicInteger();
        Awaitility.await()
            .atMost(Duration.ofSeconds(45))
            .pollInterval(Duration.ofMillis(1))
            .until(() -> {
              join("user" + joined.incrementAndGet());
              world.feed.wakeAll();
              client.next("position");
              return openStreams() == 1;
            });
      }
    }
  }

  private int openStreams() {
    return streams.open();
  }

  @Test
  void stream_forgedOrUnknown_isRefusedBeforeItBegins() {
    assertRefusedUnheard(
        api.get("/api/v1/waitroom/stream/concert-2024.1.k1AAAAAAAAAAAAAAAAAAAAAA"),
        404,
        "session-not-found");
  }

  @Test
  void stream_withRedisAway_isRefusedWithRetryAfter() {
    String session = join("alice");
    world.state.takeAway();
    Answer answer = api.get("/api/v1/waitroom/stream/" + session);
    assertProblem(answer, 503, "temporarily-unavailable");
    assertThat(answer.header("Retry-After")).isNotBlank();
  }

  @Test
  void head_ofAStream_answersWithoutOne() {
    String session = join("alice");
    Answer answer =
        api.send("HEAD", "/api/v1/waitroom/stream/" + session, HttpRequest.BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream;q=0.1, text/html",
        "text/*",
        "text/html, */*;q=0.1",
        "application/json, text/event-stream"
      })
  void stream_forAClientWithPreferences_isAliveAllTheSame(String accept) throws Exception {
    String first = join("first");
    String second = join("second");
    try (EventStream client = new EventStream(target.getUri(), second, "Accept", accept)) {
      assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(client.next("position").getInt("position")).isEqualTo(2);
      world.waitingRoom.leave(ref(first), LeaveCause.USER_LEFT);
      world.feed.wakeAll();
      assertThat(client.next("position").getInt("position")).isEqualTo(1);
    }
  }

  @Test
  void stream_forAClientThatDoesNotAcceptOne_isRefused() {
    assertProblem(
        api.get("/api/v1/waitroom/stream/" + join("alice"), "Accept", "application/json"),
        406,
        "not-acceptable");
  }

  @Test
  void stream_byAnUnusualPath_beginsAndEnds_soThatItsClientComesAgain() throws Exception {
    try (EventStream client = new EventStream(target.getUri(), encoded(join("alice")))) {
      assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(client.line()).matches("retry: \\d+");
      assertThat(client.next("position").getInt("position")).isEqualTo(1);
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void stream_byAnUnusualPath_isAnsweredAlikeWhereItDoesNotBegin() {
    String left = join("alice");
    world.waitingRoom.leave(ref(left), LeaveCause.USER_LEFT);
    for (String id : List.of(left, "concert-2024.1.k1AAAAAAAAAAAAAAAAAAAAAA", "x.y")) {
      Answer brief = api.get("/api/v1/waitroom/stream/" + id);
      Answer thorough = api.get("/api/v1/waitroom/stream/" + encoded(id));
      assertThat(brief.status()).isEqualTo(thorough.status());
      assertThat(brief.body()).isEqualTo(thorough.body());
      for (String header : List.of("Content-Type", "Cache-Control", "X-Accel-Buffering", "Vary")) {
        assertThat(brief.header(header)).as(header).isEqualTo(thorough.header(header));
      }
    }
  }

  private static String encoded(String sessionId) {
    return sessionId.replace(".", "%2E");
  }

  @Test
  void stream_ofAPlaceFarBack_isToldItsEndAtOnce() throws Exception {
    for (int i = 0; i < 150; i++) {
      join("before" + i);
    }
    String last = join("last");
    try (EventStream client = new EventStream(target.getUri(), last)) {
      assertThat(client.next("position").getInt("position")).isEqualTo(151);
      world.waitingRoom.leave(ref(last), LeaveCause.EVICTED);
      world.feed.wakeAll();
      assertThat(client.await("ended").getString("status")).isEqualTo("evicted");
    }
  }

  @Test
  void stream_isCountedOnceItIsOpen() throws Exception {
    String session = join("alice");
    double before = counted();
    try (EventStream client = new EventStream(target.getUri(), session)) {
      client.next("position");
      assertThat(counted() - before).isEqualTo(1);
      // The answer to the join may be here before the join is counted out.
      Eventually.until(() -> world.inFlight() == 0);
    }
  }

  private double counted() {
    return world.count(
        "http_requests_total", "path", "/api/v1/waitroom/stream/{session_id}", "status", "200");
  }

  @Test
  void stream_isNoConnectionOfHelidonsAnyMore() throws Exception {
    assertThat(SocketTakeover.isPossible()).isTrue();
    try (EventStream client = new EventStream(target.getUri(), join("alice"))) {
      client.next("position");
      assertThat(client.header("Connection")).isEqualTo("close");
    }
  }
}
