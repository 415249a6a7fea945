package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Api.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether a request takes the short way or goes through JAX-RS shows in nothing. Most other tests
 * send what takes the short way; here the same is asked with a preference, which has to be weighed.
 */
class DispatcherTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String STATUS = "/api/v1/waitroom/status/";
  private static final List<String> SHORT_WAY = List.of("Accept", "application/json");
  private static final List<String> LONG_WAY =
      List.of("Accept", "application/json;q=0.9, application/problem+json;q=0.9");

  /** Sends something in a world that is as it was, and gets an answer. */
  record Situation(String name, Function<DispatcherTest, Answer> exchange) {
    @Override
    public String toString() {
      return name;
    }
  }

  private List<String> accept = SHORT_WAY;

  static Stream<Situation> situations() {
    return Stream.of(
        new Situation("waiting", it -> it.ask(it.join("a"))),
        new Situation("admitted", it -> it.ask(it.admitted("a"))),
        new Situation("left", it -> it.ask(it.left("a"))),
        new Situation("forged", it -> it.ask("concert-2024.1.k1AAAAAAAAAAAAAAAAAAAAAA")),
        new Situation("unknown event", it -> it.ask("opera.1.k1AAAAAAAAAAAAAAAAAAAAAA")),
        new Situation("no id at all", it -> it.ask("x")),
        new Situation("a query", it -> it.ask(it.join("a") + "?position=1")),
        new Situation("join", it -> it.send(body("concert-2024", "a"))),
        new Situation("join again", it -> it.again("Idempotency-Key", "0123456789abcdef")),
        new Situation("join twice", it -> it.again()),
        new Situation("bad key", it -> it.send(body("concert-2024", "a"), "Idempotency-Key", "x")),
        new Situation("unknown room", it -> it.send(body("opera", "a"))),
        new Situation("closed room", DispatcherTest::knockAtAClosedDoor),
        new Situation("no user", it -> it.send("{\"event_id\":\"concert-2024\"}")),
        new Situation("not JSON", it -> it.send("{")),
        new Situation("too large", it -> it.send("{\"a\":\"" + "x".repeat(20_000) + "\"}")),
        new Situation("nothing", it -> it.send("")));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void request_byEitherWay_isAnsweredAlike(Situation situation) {
    Answer brief = situation.exchange().apply(this);
    openRoom();
    accept = LONG_WAY;
    Answer thorough = situation.exchange().apply(this);

    assertThat(brief.status()).isEqualTo(thorough.status());
    assertThat(comparable(brief.body())).isEqualTo(comparable(thorough.body()));
    assertThat(headers(brief)).isEqualTo(headers(thorough));
  }

  @Test
  void request_byEitherWay_isCountedAlike() {
    String id = join("a");
    double before = counted();
    ask(id);
    accept = LONG_WAY;
    ask(id);

    assertThat(counted() - before).isEqualTo(2);
  }

  @Test
  void request_thatAcceptsNothingOfOurs_isNotAnsweredByTheShortWay() {
    String id = join("a");
    accept = List.of("Accept", "text/html");

    assertProblem(ask(id), 406, "not-acceptable");
    assertProblem(send(body("concert-2024", "b")), 406, "not-acceptable");
  }

  private double counted() {
    return world.count(
        "http_requests_total", "path", "/api/v1/waitroom/status/{session_id}", "status", "200");
  }

  private Answer ask(String id) {
    return api.get(STATUS + id, accept.toArray(String[]::new));
  }

  private Answer send(String json, String... headers) {
    return api.post(
        JOIN, json, Stream.concat(accept.stream(), Stream.of(headers)).toArray(String[]::new));
  }

  private Answer again(String... headers) {
    assertThat(send(body("concert-2024", "a"), headers).status()).isEqualTo(201);
    return send(body("concert-2024", "a"), headers);
  }

  private String admitted(String user) {
    String id = join(user);
    admit();
    return id;
  }

  private String left(String user) {
    String id = join(user);
    assertThat(api.post("/api/v1/waitroom/leave/" + id, "").status()).isEqualTo(200);
    return id;
  }

  private Answer knockAtAClosedDoor() {
    var _ =
        world.waitingRoom.change(
            EVENT, RoomChange.ofState(RoomState.CLOSED, Set.of(RoomState.OPEN)));
    return send(body("concert-2024", "a"));
  }

  /** Without what is random: the room's epoch in ids, and signatures. */
  private static String comparable(String text) {
    return text.replaceAll("k1[\\w-]{22}", "MAC").replaceAll("eyJ[\\w.-]+", "TOKEN");
  }

  private static Map<String, String> headers(Answer answer) {
    Map<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name, comparable(String.join(", ", values))));
    headers.remove("date");
    return headers;
  }
}
