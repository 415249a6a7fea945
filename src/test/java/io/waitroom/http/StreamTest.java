package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.http.stream.StreamRegistry;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.EventStream;
import io.waitroom.testkit.Eventually;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /stream/{session_id}} over the wire. */
@AddConfig(key = "world.stepped", value = "true")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StreamTest extends HttpTestBase {
  /** A part of each time that a stream waits for. */
  private static final Duration STEP = Duration.ofMillis(500);

  @Inject StreamRegistry streams;

  /**
   * Ends what is still open: a client that has closed its stream is only noticed at the next write,
   * and until then its stream asks and counts in the tests that follow.
   */
  @AfterEach
  void endStreams() {
    world.state.clear();
    world.feed.wakeAll();
    Eventually.until(() -> {
      world.ticker.step(STEP);
      return openStreams() == 0;
    });
  }

  /** What a client hears while time passes. */
  private <T> T inTime(Callable<T> hearing) throws Exception {
    FutureTask<T> heard = new FutureTask<>(hearing);
    Thread.ofVirtual().start(heard);
    Eventually.until(() -> {
      world.ticker.step(STEP);
      return heard.isDone();
    });
    return heard.get();
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
      assertThat(inTime(() -> client.next("ended")).getString("status")).isEqualTo("evicted");
      assertThat(client.isAtEnd()).isTrue();
    }
    Eventually.until(() -> openStreams() == 0);
    assertThat(api.get("/api/v1/waitroom/status/" + second).status()).isEqualTo(200);
  }

  @Test
  void stream_inARoomWhereNothingHappens_sleepsBetweenLooks() throws Exception {
    String session = join("alice");
    int before = world.feed.waits().size();
    try (EventStream client = new EventStream(target.getUri(), session)) {
      client.next("position");
      Eventually.until(() -> world.feed.waits().size() > before);
      List<Duration> waits = world.feed.waits();
      assertThat(waits.subList(before, waits.size()))
          .allMatch(wait -> wait.compareTo(Duration.ofMillis(500)) >= 0);
      assertThat(inTime(client::comment)).isEqualTo(": still here");
    }
  }

  @Test
  void stream_whenOnlyTheEstimateChanges_tellsIt() throws Exception {
    String session = join("alice");
    try (EventStream client = new EventStream(target.getUri(), session)) {
      assertThat(client.next("position").containsKey("estimated_wait_seconds")).isTrue();
      var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.PAUSED));
      world.feed.wakeAll();
      assertThat(inTime(() -> client.next("position")).containsKey("estimated_wait_seconds"))
          .isFalse();
    }
  }

  @Test
  void f127_stateAndMessage_areToldAtOnceFarBack() throws Exception {
    for (int i = 0; i < 200; i++) {
      join("user" + i);
    }
    String session = join("alice");
    try (EventStream client = new EventStream(target.getUri(), session)) {
      JsonObject first = client.next("position");
      assertThat(first.getInt("position")).isEqualTo(201);
      assertThat(first.getString("room_state")).isEqualTo("open");
      assertThat(first.getString("message")).isEmpty();
      RoomSettings told =
          new RoomSettings(
              "",
              100,
              10,
              1_000_000,
              Duration.ofHours(2),
              Duration.ofMinutes(15),
              new RoomPage("Back at nine.", "", List.of()));
      var _ = world.waitingRoom.put(EVENT, told, Optional.of(RoomState.PAUSED));
      world.feed.wakeAll();
      JsonObject paused = client.next("position"); // no time passes
      assertThat(paused.getString("room_state")).isEqualTo("paused");
      assertThat(paused.getString("message")).isEqualTo("Back at nine.");
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
      Eventually.until(() -> {
        world.ticker.step(STEP);
        return world.state.calls() > calls;
      });
      world.state.bringBack();
      admit();
      world.feed.wakeAll();
      client.next("ready");
    }
  }

  @Test
  void stream_whoseClientHasGone_isCountedOut() throws Exception {
    String session = join("alice");
    try (CapturedLog jersey = new CapturedLog("org.glassfish.jersey");
        CapturedLog own = new CapturedLog("io.waitroom")) {
      try (EventStream client = new EventStream(target.getUri(), session)) {
        client.next("position");
        assertThat(openStreams()).isPositive();
      }
      Eventually.until(() -> {
        // Nothing changes; heartbeats notice it.
        world.ticker.step(STEP);
        return openStreams() == 0;
      });
      assertThat(jersey.lines()).isEmpty();
      assertThat(own.lines()).isEmpty();
    }
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
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(1))
            .until(() -> {
              join("user" + joined.incrementAndGet());
              world.feed.wakeAll();
              client.next("position");
              world.ticker.step(STEP);
              return openStreams() == 1;
            });
      }
    }
  }

  private int openStreams() {
    return streams.openStreams();
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

  /** F-108: no path of ours needs an encoded letter. */
  @Test
  void stream_byAnEncodedPath_isRefused() {
    assertProblem(api.get("/api/v1/waitroom/stream/" + encoded(join("alice"))), 400, "bad-request");
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

  /** F-113: an empty line before the first event is an event to some clients. */
  @Test
  void stream_beginsWithOneCompleteEvent() throws Exception {
    try (EventStream client = new EventStream(target.getUri(), join("alice"))) {
      assertThat(client.line()).matches("retry: \\d+");
      assertThat(client.line()).isEqualTo("id: position-1");
      assertThat(client.line()).isEqualTo("event: position");
      assertThat(client.line()).startsWith("data: {");
      assertThat(client.line()).isEmpty();
    }
  }

  /** F-26: after a deployment clients do not all come back in one moment. */
  @Test
  void retry_isSpreadOverClients() throws Exception {
    Set<Integer> times = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      try (EventStream client = new EventStream(target.getUri(), join("user" + i))) {
        times.add(Integer.parseInt(client.line().replace("retry: ", "")));
      }
    }
    assertThat(times).hasSizeGreaterThan(5).allMatch(time -> time >= 2_000 && time <= 5_000);
  }

  /** F-114: clients that connect again by themselves stop after the end. */
  @Test
  void stream_forAClientThatKnowsTheEnd_is204() throws Exception {
    String session = join("alice");
    String path = "/api/v1/waitroom/stream/" + session;
    try (EventStream client = new EventStream(target.getUri(), session, "Last-Event-ID", "ended")) {
      assertThat(client.status()).as("not over yet").isEqualTo(200);
      client.next("position");
    }
    world.waitingRoom.leave(ref(session), LeaveCause.USER_LEFT);

    assertThat(api.get(path, "Last-Event-ID", "position-1").body())
        .contains("\nid: ended\nevent: ended\n");
    Answer over = api.get(path, "Last-Event-ID", "ended");
    assertThat(over.status()).isEqualTo(204);
    assertThat(over.body()).isEmpty();
  }

  /** F-63: the sweep evicts the people of a removed event before it deletes the room. */
  @Test
  void stream_ofARemovedEvent_saysSoAndEnds() throws Exception {
    String told = join("told");
    String late = join("late");
    try (EventStream first = new EventStream(target.getUri(), told);
        EventStream second = new EventStream(target.getUri(), late)) {
      first.next("position");
      second.next("position");
      assertThat(world.waitingRoom.remove(EVENT)).isTrue();
      var _ = world.waitingRoom.sweep(EVENT, 1);
      world.feed.wakeAll();
      assertThat(first.await("ended").getString("status")).isEqualTo("evicted");
      world.state.clear();
      JsonObject ended = inTime(() -> second.await("ended"));
      assertThat(ended.getString("status")).isEqualTo("evicted");
      assertThat(ended.getString("session_id")).isEqualTo(late);
      assertThat(second.isAtEnd()).isTrue();
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
  void stream_isTheLastAnswerOfItsConnection() throws Exception {
    try (EventStream client = new EventStream(target.getUri(), join("alice"))) {
      client.next("position");
      assertThat(client.header("Connection")).isEqualTo("close");
    }
  }
}
