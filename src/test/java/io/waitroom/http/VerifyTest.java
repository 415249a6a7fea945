package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.wire.JsonWriter;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.Outcome;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import io.waitroom.testkit.Api.Answer;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose token is good, asked in both ways, over the wire. */
class VerifyTest extends HttpTestBase {
  static final String VERIFY = "/api/v1/waitroom/verify";

  private String session = "";
  private String token = "";

  private void admitted(String user) {
    session = join(user);
    admit();
    token = api.get("/api/v1/waitroom/status/" + session).text("checkout_token");
  }

  private SessionRef ref() {
    return world.sessionIds.verify(session).orElseThrow();
  }

  private Answer post(String... membersAndValues) {
    JsonObjectBuilder body = Json.createObjectBuilder();
    for (int i = 0; i < membersAndValues.length; i += 2) {
      body.add(membersAndValues[i], membersAndValues[i + 1]);
    }
    return api.post(VERIFY, body.build().toString());
  }

  /** Refused in both ways for the same reason. */
  private void assertRefused(int status, String code) {
    assertProblem(post("token", token), status, code);
    assertProblem(api.get(VERIFY, "X-Waitroom-Token", token), status, code);
  }

  @Test
  void post_goodToken_tellsWhoAndUntilWhen() {
    admitted("user-456");

    Answer answer = post("token", token, "event_id", EVENT.value());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    String now = JsonWriter.time(world.clock.instant());
    String lease = JsonWriter.time(world.clock.instant().plus(World.DEFAULTS.checkoutTtl()));
    assertThat(answer.body())
        .isEqualTo(
            ("{\"session_id\":\"%s\",\"event_id\":\"concert-2024\",\"user_id\":\"user-456\","
                    + "\"admitted_at\":\"%s\",\"expires_at\":\"%s\",\"claimed\":false}")
                .formatted(session, now, lease));
    assertThat(checked("accepted")).isEqualTo(1);
  }

  @Test
  void get_goodToken_tellsTheSameInHeaders() {
    admitted("Zoë & Ægir, +1");

    Answer answer = api.get(VERIFY + "?event_id=concert-2024", "X-Waitroom-Token", token);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Waitroom-Session")).isEqualTo(session);
    assertThat(answer.header("X-Waitroom-Event")).isEqualTo("concert-2024");
    assertThat(answer.header("X-Waitroom-User")).isEqualTo("Zo%C3%AB%20%26%20%C3%86gir%2C%20%2B1");
    assertThat(URLDecoder.decode(answer.header("X-Waitroom-User"), StandardCharsets.UTF_8))
        .isEqualTo("Zoë & Ægir, +1");
    assertThat(answer.header("X-Waitroom-Admitted"))
        .isEqualTo(JsonWriter.time(world.clock.instant()));
    assertThat(answer.header("X-Waitroom-Expires"))
        .isEqualTo(JsonWriter.time(world.clock.instant().plus(World.DEFAULTS.checkoutTtl())));
    assertThat(answer.header("X-Waitroom-Claimed")).isEqualTo("false");
  }

  @Test
  void get_tokenInAnyPlace_isFoundAndTheMostParticularCounts() {
    admitted("user");

    assertThat(get("Authorization", "Bearer " + token)).isEqualTo(204);
    assertThat(get("Authorization", "bearer  " + token)).isEqualTo(204);
    assertThat(get("Cookie", "waitroom_token=" + token)).isEqualTo(204);
    assertThat(get("Cookie", "a=1; waitroom_token=" + token + "; b=2")).isEqualTo(204);
    // A shop's own login, or an old cookie, does not stand in the way.
    assertThat(get("Cookie", "waitroom_token=" + token, "Authorization", "Bearer of-the-shop"))
        .isEqualTo(204);
    assertThat(get("X-Waitroom-Token", token, "Cookie", "waitroom_token=old")).isEqualTo(204);
    assertThat(get("X-Waitroom-Token", "", "Cookie", "waitroom_token=" + token)).isEqualTo(204);
    assertThat(get("X-Waitroom-Token", "bad", "Cookie", "waitroom_token=" + token)).isEqualTo(401);
    // F-12: any good cookie lets in, in any order and form.
    String old = "waitroom_token=aaa.bbb.ccc";
    assertThat(get("Cookie", old + "; waitroom_token=" + token)).isEqualTo(204);
    assertThat(get("Cookie", "waitroom_token=" + token + "; " + old)).isEqualTo(204);
    assertThat(get("Cookie", "waitroom_token=\"" + token + "\"")).isEqualTo(204);
    assertThat(get("Cookie", old + "; waitroom_token=\"a.b.c\"")).isEqualTo(401);
    assertThat(
            get(
                "Cookie",
                "waitroom_token=a; waitroom_token=b; waitroom_token=c; waitroom_token=d; waitroom_token="
                    + token))
        .as("not without end")
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cookie: xwaitroom_token=TOKEN",
        "Cookie: $Version=x; other=1",
        "Cookie: waitroom_token=",
        "Cookie: ;;==;",
        "Authorization: Basic TOKEN",
        "Authorization: Bearer",
        "Authorization: Bearer TOKEN TOKEN",
        "X-Waitroom-Token:  ",
        "Accept: text/html"
      })
  void get_withoutAToken_isMissing(String header) {
    admitted("user");
    String[] parts = header.replace("TOKEN", token).split(": ?", 2);
    long before = world.state.calls();

    Answer answer = api.get(VERIFY, parts[0], parts[1]);

    assertProblem(answer, 401, "token-missing");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(world.state.calls()).isEqualTo(before);
    assertThat(checked("missing")).isEqualTo(1);
  }

  @Test
  void head_isAnsweredAsGet() {
    admitted("user");

    assertThat(
            api.send("HEAD", VERIFY, BodyPublishers.noBody(), "X-Waitroom-Token", token).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @EnumSource(LeaveCause.class)
  void afterLeavingOrEviction_isRevoked(LeaveCause departure) {
    admitted("user");
    var _ = world.waitingRoom.leave(ref(), departure);

    assertRefused(403, "token-revoked");
    assertThat(checked("revoked")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void afterTheCheckout_isRevoked(Outcome outcome) {
    admitted("user");
    var _ = world.waitingRoom.settle(ref(), new UserId("user"), outcome);

    assertRefused(403, "token-revoked");
  }

  @Test
  void afterRemovalOfTheRoom_andInItsNextLife_isRevoked() {
    admitted("user");
    var _ = world.waitingRoom.remove(EVENT);
    assertRefused(403, "token-revoked");

    world.state.clear();
    room(settings -> settings);

    assertRefused(403, "token-revoked");
  }

  @Test
  void afterTheLease_isExpiredByTheRoomAndThenByItself() {
    admitted("user");

    later(World.DEFAULTS.checkoutTtl());
    assertRefused(401, "token-expired");
    assertThat(post("token", token).header("WWW-Authenticate"))
        .isEqualTo("Bearer error=\"invalid_token\"");

    later(Duration.ofSeconds(30));
    long before = world.state.calls();
    assertRefused(401, "token-expired");
    assertThat(world.state.calls()).isEqualTo(before);
    assertThat(checked("expired")).isEqualTo(5);
  }

  @Test
  void otherEvent_isForeignAndAsksNobody() {
    admitted("user");
    long before = world.state.calls();

    assertProblem(post("token", token, "event_id", "opera"), 403, "token-foreign");
    assertProblem(
        api.get(VERIFY + "?event_id=opera", "X-Waitroom-Token", token), 403, "token-foreign");

    assertThat(world.state.calls()).isEqualTo(before);
  }

  @Test
  void client_theFirstIsBoundAndAnotherRefused() {
    admitted("user");

    assertThat(post("token", token).json().getBoolean("claimed")).isFalse();
    assertThat(post("token", token, "client", "phone").json().getBoolean("claimed")).isTrue();
    assertProblem(post("token", token, "client", "laptop"), 403, "token-claimed");
    assertProblem(
        api.get(VERIFY, "X-Waitroom-Token", token, "X-Waitroom-Client", "laptop"),
        403,
        "token-claimed");
    assertThat(get("X-Waitroom-Token", token, "X-Waitroom-Client", "phone")).isEqualTo(204);
    assertThat(post("token", token).json().getBoolean("claimed")).isTrue();
    assertThat(checked("claimed")).isEqualTo(2);
  }

  @Test
  void refusedGet_namesThePageAndTheWayBack() {
    String page =
        api.get(
                VERIFY + "?event_id=concert-2024",
                "X-Original-URL",
                "https://shop.example/buy?seat=1&row=a%20b#x")
            .header("X-Waitroom-Page");

    assertThat(page)
        .isEqualTo(
            "/waitroom/concert-2024?return_url="
                + "https%3A%2F%2Fshop.example%2Fbuy%3Fseat%3D1%26row%3Da%2520b%23x");
    assertThat(api.get(VERIFY + "?event_id=concert-2024").header("X-Waitroom-Page"))
        .isEqualTo("/waitroom/concert-2024");
    assertThat(
            api.get(VERIFY + "?event_id=concert-2024", "X-Original-URL", "/" + "a".repeat(2_000))
                .header("X-Waitroom-Page"))
        .isEqualTo("/waitroom/concert-2024?return_url=%2F");
    assertThat(
            api.get(VERIFY + "?event_id=concert-2024", "X-Original-URL", "/buy//a?opt=a")
                .header("X-Waitroom-Page"))
        .as("F-43: the front door instead of what the page would refuse")
        .isEqualTo("/waitroom/concert-2024?return_url=%2F");
    assertThat(
            api.get(VERIFY + "?event_id=concert-2024", "X-Original-URL", "/buy?opt=a|b")
                .header("X-Waitroom-Page"))
        .isEqualTo("/waitroom/concert-2024?return_url=%2Fbuy%3Fopt%3Da%7Cb");
    assertThat(api.get(VERIFY).headers().firstValue("X-Waitroom-Page")).isEmpty();
  }

  @Test
  void f21_refusedGet_namesTheCodeInAHeader() {
    admitted("user");

    assertThat(api.get(VERIFY).header("X-Waitroom-Code")).isEqualTo("token-missing");
    assertThat(
            api.get(VERIFY + "?event_id=other", "X-Waitroom-Token", token)
                .header("X-Waitroom-Code"))
        .isEqualTo("token-foreign");
  }

  @Test
  void redisAway_isUnavailable() {
    admitted("user");
    world.state.takeAway();

    assertProblem(post("token", token), 503, "temporarily-unavailable");
    Answer answer = api.get(VERIFY, "X-Waitroom-Token", token);
    assertProblem(answer, 503, "temporarily-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  private int get(String... headers) {
    return api.get(VERIFY, headers).status();
  }

  private double checked(String result) {
    return world.count("checkout_tokens_checked_total", "result", result);
  }
}
