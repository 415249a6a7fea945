package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.stream.StreamLease;
import io.waitroom.http.stream.StreamRegistry;
import io.waitroom.http.verify.VerifyResource;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.ops.Component;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.AltchaSolver;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Contract;
import io.waitroom.testkit.Contract.Documented;
import io.waitroom.testkit.InMemoryTuning;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/**
 * Walks through the API document: each operation is called so that it gives each of its documented
 * answers. What comes back is compared with the document by {@link Api}, as everywhere.
 */
abstract class DocumentTestBase extends AdminTestBase {
  private static final String KEY = "0123456789abcdef";
  private static final String USER = "user";
  private static final String TOKEN_HEADER = "X-Waitroom-Token";

  @Inject StreamRegistry streams;
  private final List<StreamLease> counted = new ArrayList<>();

  /** Streams that were only counted in. */
  @AfterEach
  void countOut() {
    while (streams.openStreams() > 0) {
      counted.removeLast().close();
    }
  }

  /**
   * An answer that the document promises.
   *
   * @param code of the problem; empty where it is none
   */
  record Row(Documented operation, int status, String code) {
    @Override
    public String toString() {
      return "%s %d %s".formatted(operation.id(), status, code).strip();
    }
  }

  /** A request to be sent. */
  private static final class Call {
    private final String method;
    private String path;
    private String body;
    private final List<String> headers = new ArrayList<>();

    Call(String method, String path, String body) {
      this.method = method;
      this.path = path;
      this.body = body;
    }

    Call header(String name, String value) {
      headers.add(name);
      headers.add(value);
      return this;
    }
  }

  /** All answers that the document promises. */
  static Stream<Row> rows() {
    return Contract.document().operations().stream()
        .flatMap(operation ->
            operation
                .statuses()
                .flatMap(status -> {
                  var codes = operation.codes(status);
                  return (codes.isEmpty() ? Stream.of("") : codes.stream())
                      .map(code -> new Row(operation, status, code));
                }));
  }

  void exercise(Row row) throws IOException {
    Call call = call(row.operation());
    if (row.code().isEmpty()) {
      prepareSuccess(row, call);
    } else {
      prepareProblem(row, call);
    }

    Answer answer = row.code().equals("unreadable-body") ? sendCutShort(call) : send(call);

    assertThat(answer.status()).as(answer.body()).isEqualTo(row.status());
    if (!row.code().isEmpty()) {
      assertProblem(answer, row.status(), row.code());
    }
  }

  /** A call that succeeds, if nothing is done to make it fail. */
  private Call call(Documented operation) {
    String session = operation.template().contains("session_id") ? join(USER) : "";
    String token = operation.template().endsWith("/verify") ? token() : "";
    String body =
        switch (operation.id()) {
          case "verifyToken" -> verification(token, EVENT.value(), "phone");
          case "joinQueue" -> body(EVENT.value(), USER);
          case "putEvent", "patchEvent" -> "{\"max_concurrent\":7}";
          case "reportOutcome" -> "{\"outcome\":\"completed\",\"user_id\":\"%s\"}".formatted(USER);
          default -> "";
        };
    String path =
        operation
            .template()
            .replace("{event_id}", EVENT.value())
            .replace("{session_id}", session)
            .replace("{version}", "any")
            .replace("{file}", "page.css");
    Call call = new Call(operation.method(), path, body);
    if (operation.id().equals("authorizeRequest")) {
      call.path += "?event_id=" + EVENT;
      call.header(TOKEN_HEADER, token).header(VerifyResource.CLIENT_HEADER, "phone");
    }
    if (operation.isForOperators()) {
      call.header("Authorization", "Bearer " + World.ADMIN_KEY);
    }
    if (path.startsWith("/waitroom/")) {
      call.header("Cookie", "waitroom=" + KEY.repeat(2));
    }
    return call;
  }

  private void prepareSuccess(Row row, Call call) {
    switch (row.operation().id() + " " + row.status()) {
      case "joinQueue 200" -> {
        call.header("Idempotency-Key", KEY);
        send(call);
      }
      // A stream ends when the place has ended.
      case "streamStatus 200" ->
          api.post("/api/v1/waitroom/leave/" + call.path.replaceAll(".*/", ""), "");
      case "streamStatus 204" -> {
        api.post("/api/v1/waitroom/leave/" + call.path.replaceAll(".*/", ""), "");
        call.header("Last-Event-ID", "ended");
      }
      case "getCheckoutKeys 304" -> call.header("If-None-Match", api.get(call.path).header("ETag"));
      case "putEvent 201" -> call.path = EVENTS + "/opera";
      case "getHealth 503", "getReadiness 503" ->
          world.health.unhealthy(Component.REDIS, "connection refused");
      case "getLiveness 503" -> world.health.unhealthy(Component.LOOPS, "stopped");
      case "getStartup 503" -> {}
      case "joinFromPage 303", "leaveFromPage 303" -> {}
      case "joinFromPage 429" -> {
        joinTwice();
        call.header("X-Altcha", solved());
      }
      case "joinFromPage 403", "leaveFromPage 403" -> call.header("Sec-Fetch-Site", "cross-site");
      case "getWaitingPage 404", "joinFromPage 404", "leaveFromPage 404" ->
          call.path = call.path.replace(EVENT.value(), "nope");
      case "getPageAsset 404" -> call.path = call.path.replace("page.css", "nope.css");
      case "getWaitingPage 500", "joinFromPage 500", "leaveFromPage 500" -> world.state.breakDown();
      case "getWaitingPage 503", "joinFromPage 503", "leaveFromPage 503" -> world.state.takeAway();
      default -> assertThat(row.status()).as("a way to make %s", row).isLessThan(300);
    }
  }

  /** As often as a client may. */
  private void joinTwice() {
    for (String user : List.of("first", "second")) {
      String body = proving(body(EVENT.value(), user), solved());
      send(new Call("POST", "/api/v1/waitroom/join", body));
    }
  }

  private void prepareProblem(Row row, Call call) {
    switch (row.code()) {
      case "bad-request" -> call.header("Accept", ";;;,");
      case "not-acceptable" -> call.header("Accept", "text/html");
      case "unauthorized", "token-missing" -> call.headers.clear();
      case "token-invalid" -> swapToken(call, "nonsense");
      case "token-expired" -> later(World.DEFAULTS.checkoutTtl());
      case "token-revoked" -> {
        var _ = world.waitingRoom.remove(EVENT);
      }
      case "token-foreign" -> {
        call.path = call.path.replace(EVENT.value(), "nope");
        call.body = call.body.replace("\"" + EVENT.value() + "\"", "\"nope\"");
      }
      case "token-claimed" -> send(sameByAnother(call));
      case "admin-disabled", "unreadable-body" -> {}
      case "internal-error" -> world.state.breakDown();
      case "temporarily-unavailable" -> world.state.takeAway();
      case "invalid-json" -> call.body = "[";
      case "changed-meanwhile" -> call.header("If-Match", "\"bogus\"");
      case "unknown-field" -> call.body = "{\"max_concurent\":7}";
      case "invalid-field" -> {
        call.path = call.path.replace("/" + EVENT, "/a%20b").replace("=" + EVENT, "=a%20b");
        call.body =
            call.body.startsWith("{\"token\"")
                ? verification("x", "a b", "phone")
                : "{\"event_id\":\"a b\",\"user_id\":\"u\"}";
      }
      case "invalid-idempotency-key" -> call.header("Idempotency-Key", "short");
      case "body-too-large" -> call.body = " ".repeat(HttpLimits.MAX_BODY_BYTES) + call.body;
      case "unsupported-media-type" -> call.header("Content-Type", "text/plain");
      case "event-not-found" -> {
        call.path = call.path.replace(EVENT.value(), "nope");
        call.body = call.body.replace(EVENT.value(), "nope");
      }
      case "session-not-found" -> call.path = call.path.replace(".1.", ".2.");
      case "session-gone" -> {
        api.post("/api/v1/waitroom/leave/" + join("other"), "");
        goneBy(call);
      }
      case "identity-required", "proof-required" -> {}
      case "identity-invalid" -> call.header("Authorization", "Bearer nonsense");
      case "proof-invalid" -> call.body = proving(call.body, "nonsense");
      case "too-many-joins" -> {
        joinTwice();
        call.body = proving(call.body, solved());
      }
      case "already-joined" -> join(USER);
      case "room-closed" -> setState(RoomState.CLOSED);
      case "state-conflict" -> setState(RoomState.SOLD_OUT);
      case "event-being-removed" -> {
        join("somebody who has to be told");
        adminDo("DELETE", CONCERT);
      }
      case "foreign-user" -> {
        admit();
        call.body = call.body.replace(USER + "\"}", "other\"}");
      }
      case "too-many-streams" -> {
        for (int i = 0; i < streams.maxStreams(); i++) {
          counted.add(streams.open());
        }
      }
      case "queue-full" -> {
        room(s -> new RoomSettings("", 1, 1, 1, Duration.ofHours(1), Duration.ofHours(1)));
        join("first");
      }
      default -> throw new AssertionError("No way is known to make " + row);
    }
  }

  private static String proving(String body, String altcha) {
    return body.replaceFirst("}$", ",\"altcha\":\"%s\"}".formatted(altcha));
  }

  private String solved() {
    return AltchaSolver.solve(api.get("/api/v1/waitroom/events/" + EVENT + "/challenge").json());
  }

  private String token() {
    String session = join("holder");
    admit();
    return api.get("/api/v1/waitroom/status/" + session).text("checkout_token");
  }

  private static String verification(String token, String event, String client) {
    return "{\"token\":\"%s\",\"event_id\":\"%s\",\"client\":\"%s\"}"
        .formatted(token, event, client);
  }

  private static void swapToken(Call call, String token) {
    call.body = call.body.replaceAll("\"token\":\"[^\"]+", "\"token\":\"" + token);
    int header = call.headers.indexOf(TOKEN_HEADER);
    if (header >= 0) {
      call.headers.set(header + 1, token);
    }
  }

  private static Call sameByAnother(Call call) {
    Call other = new Call(call.method, call.path, call.body.replace("phone", "laptop"));
    call.headers.forEach(header -> other.headers.add(header.replace("phone", "laptop")));
    return other;
  }

  /** The caller's place ends, and is no longer kept. */
  private void goneBy(Call call) {
    String session = call.path.replaceAll(".*/(" + EVENT + "\\.[^/]+).*", "$1");
    api.post("/api/v1/waitroom/leave/" + session, "");
    later(InMemoryTuning.DEFAULT.retention().plusMillis(1));
  }

  private void setState(RoomState state) {
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(state));
  }

  private Answer send(Call call) {
    if (!call.body.isEmpty() && !call.headers.contains("Content-Type")) {
      call.header("Content-Type", "application/json");
    }
    return api.send(
        call.method,
        call.path,
        call.body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body),
        call.headers.toArray(String[]::new));
  }

  /** Java's client always sends its chunks as they should be. */
  private Answer sendCutShort(Call call) throws IOException {
    StringBuilder request = new StringBuilder();
    request.append("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(call.method, call.path));
    for (int i = 0; i < call.headers.size(); i += 2) {
      request.append("%s: %s\r\n".formatted(call.headers.get(i), call.headers.get(i + 1)));
    }
    request.append("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    String[] parts = RawSocket.exchange(api.base(), request.toString()).split("\r\n\r\n", 2);
    List<String> head = parts[0].lines().toList();
    Map<String, List<String>> headers =
        head.stream()
            .skip(1)
            .map(line -> line.split(": ", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> List.of(pair[1])));
    Answer answer =
        new Answer(
            Integer.parseInt(head.getFirst().split(" ", 3)[1]),
            HttpHeaders.of(headers, (_, _) -> true),
            parts[1]);
    Contract.document()
        .check(new Contract.Sent(call.method, call.path, call.headers, call.body), answer);
    return answer;
  }
}
