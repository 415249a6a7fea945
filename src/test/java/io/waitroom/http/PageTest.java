package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.SweepResult;
import io.waitroom.testkit.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The waiting page over the wire, as a browser without script uses it. */
class PageTest extends PageTestBase {
  @Test
  void page_firstLook_takesNoPlaceAndGivesACookie() {
    Answer answer = api.get(PAGE);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(answer.header("Set-Cookie"))
        .matches(
            "waitroom=[0-9a-f]{32}; Path=/waitroom/concert-2024; Max-Age=604800; HttpOnly;"
                + " SameSite=Lax");
    assertState(answer, "none");
    assertShown(answer, "join");
    assertUnheard();
  }

  @Test
  void page_isSecured() {
    for (Answer answer : List.of(api.get(PAGE), api.get("/waitroom/nope"), join("", cookie()))) {
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("Content-Security-Policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.header("Permissions-Policy")).contains("geolocation=()");
    }
    assertThat(api.get(PAGE).header("Vary")).isEqualTo("Accept-Language, Cookie");
  }

  @Test
  void cookie_overHttps_isSecure() {
    assertThat(api.get(PAGE, "X-Forwarded-Proto", "https").header("Set-Cookie"))
        .endsWith("; Secure");
    assertThat(api.get(PAGE, "X-Forwarded-Proto", "http").header("Set-Cookie"))
        .endsWith("SameSite=Lax");
  }

  @Test
  void join_leadsBackToThePageWithAPlace() {
    join("somebody before");
    String cookie = cookie();

    Answer joined = join("?return_url=%2Fcheckout%3Fx%3D1", cookie);

    assertThat(joined.status()).isEqualTo(303);
    assertThat(joined.header("Location"))
        .isEqualTo("/waitroom/concert-2024?return_url=%2Fcheckout%3Fx%3D1");
    assertThat(world.wakeups).contains("joined concert-2024");
    Answer page = api.get(joined.header("Location"), "Cookie", cookie(joined));
    assertState(page, "waiting");
    assertShown(page, "queue", "leave");
    assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    assertThat(textOf(page, "position")).isEqualTo("2");
    assertThat(textOf(page, "ahead")).isEqualTo("1");
    assertThat(textOf(page, "wait")).isEqualTo("less than a minute");
    assertThat(textOf(page, "headline")).isEqualTo("Almost there");
    assertThat(page.body())
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"20\"></noscript>");
  }

  @Test
  void f129_reload_isNotBefore20SecondsAndCanBeSwitchedOff() {
    String cookie = cookie(join("?return_url=%2Fa&reload=off", cookie()));
    Answer still = api.get(PAGE + "?return_url=%2Fa&reload=off", "Cookie", cookie);
    assertThat(still.body()).doesNotContain("http-equiv");
    assertThat(still.body())
        .contains("data-page=\"/waitroom/concert-2024?return_url=%2Fa&amp;reload=off\"");
    assertThat(join("?reload=off", cookie).header("Location")).isEqualTo(PAGE + "?reload=off");
    world.state.takeAway();
    assertThat(api.get(PAGE).body()).contains("http-equiv=\"refresh\" content=\"20\"");
  }

  @Test
  void f35_pageOfAnEmptyRoom_letsStraightThroughWhereSlotsAreFree() {
    assertThat(api.get(PAGE).body()).contains(" data-straight=\"yes\"");
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.PAUSED));
    assertThat(api.get(PAGE).body()).contains(" data-straight=\"\"");
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.OPEN));
    join("somebody who waits");
    assertThat(api.get(PAGE).body()).contains(" data-straight=\"\"");
    admit();
    assertThat(api.get(PAGE).body()).contains(" data-straight=\"yes\"");
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofHours(1), Duration.ofHours(1)));
    assertThat(api.get(PAGE).body()).contains(" data-straight=\"\"");
  }

  @Test
  void waiting_longerThanTheJoinSaid_saysNothingOfHowLong() {
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofHours(2), Duration.ofHours(1)));
    join("at the checkout");
    admit();
    join("ahead");
    String joined = cookie(join("", cookie()));
    Answer inTime = api.get(PAGE, "Cookie", joined);
    assertThat(inTime.body()).contains("<div ><dt>Your place runs out in");
    Answer prolonged = api.get(PAGE, "Cookie", joined.replaceFirst("~\\d+$", "~1"));
    assertState(prolonged, "waiting");
    assertThat(prolonged.body()).contains("<div hidden><dt>");
  }

  @Test
  void f23_shortWait_saysNothingOfHowLongPlacesAreKept() {
    Answer page = api.get(PAGE, "Cookie", cookie(join("", cookie())));
    assertState(page, "waiting");
    assertThat(page.body()).contains("<div hidden><dt>Your place runs out in");
  }

  @Test
  void f23_waitRunOut_isNotToldAsATurnRunOut() {
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofMinutes(1), Duration.ofHours(1)));
    join("at the checkout");
    admit();
    String cookie = cookie(join("", cookie()));
    world.clock.advance(Duration.ofMinutes(2));
    SweepResult _ = world.waitingRoom.sweep(EVENT, 100);
    Answer page = api.get(PAGE, "Cookie", cookie);
    assertState(page, "over");
    assertThat(textOf(page, "headline")).isEqualTo("You waited longer than places are kept");
    assertThat(textOf(page, "lead")).doesNotContain("Somebody else");
    assertShown(page, "join");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | /",
        "?return_url=/a/b | /",
        "?return_url=https://shop.example/a | https://shop.example/",
        "?return_url=//evil.example | /",
      })
  void f36_everyPage_hasAWayHome(String query, String home) {
    room(s -> withOrigins("https://shop.example"));
    assertThat(api.get(PAGE + query).body()).contains("<p id=\"home\"><a href=\"" + home + "\">");
    assertThat(api.get("/waitroom/unknown" + query).body())
        .contains("<p id=\"home\"><a href=\"/\">Back to the shop</a>");
  }

  @Test
  void join_again_isTheSamePlace() {
    String cookie = cookie();
    String first = cookie(join("", cookie));

    String second = cookie(join("", cookie));
    String third = cookie(join("", second));

    assertThat(first).isEqualTo(second).isEqualTo(third);
    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().lastTicket()).isEqualTo(1);
  }

  @Test
  void progress_movesForwardOnly() {
    room(s -> new RoomSettings("", 1, 1, 1_000, Duration.ofHours(2), Duration.ofHours(1)));
    String early = join("early");
    for (int i = 0; i < 8; i++) {
      join("user" + i);
    }
    String cookie = cookie(join("", cookie()));
    assertThat(progress(cookie)).isEqualTo(9);
    api.post("/api/v1/waitroom/leave/" + early, "");
    assertThat(progress(cookie)).isEqualTo(18);
    join("later");
    assertThat(progress(cookie)).isEqualTo(18);
  }

  @Test
  void turn_leadsToTheReturnUrlWithTheToken() {
    room(s -> withOrigins("https://shop.example"));
    String cookie = cookie(join("", cookie()));
    admit();
    String query = "?return_url=https%3A%2F%2Fshop.example%2Fbuy%3Fx%3D1%26y%3D2%23top";

    Answer page = api.get(PAGE + query, "Cookie", cookie);

    assertState(page, "turn");
    assertShown(page, "turn", "checkout", "leave");
    assertThat(textOf(page, "left")).isEqualTo("about 15 minutes");
    assertThat(checkout(page))
        .matches("https://shop\\.example/buy\\?x=1&y=2&waitroom_token=ey[\\w.-]+#top");
  }

  @Test
  void turn_withoutReturnUrl_leadsToTheServicesCheckout() {
    String cookie = cookie(join("", cookie()));
    admit();
    assertThat(checkout(api.get(PAGE, "Cookie", cookie)))
        .startsWith("https://shop.example/checkout?event=concert-2024&s=concert-2024.1.");
  }

  @Test
  void leave_endsThePlaceAndOffersToComeBack() {
    String cookie = cookie(join("", cookie()));

    Answer left = form("/leave", cookie);

    assertThat(left.status()).isEqualTo(303);
    assertThat(left.header("Location")).isEqualTo(PAGE);
    Answer page = api.get(PAGE, "Cookie", cookie);
    assertState(page, "over");
    assertShown(page, "join");
    assertThat(textOf(page, "headline")).isEqualTo("You have left the queue");
    assertThat(form("/leave", cookie).status()).isEqualTo(303);
    String again = cookie(join("", cookie));
    assertThat(textOf(api.get(PAGE, "Cookie", again), "position")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "completed, All done, false",
    "failed, The checkout did not work out, true",
    "expired, Your time has run out, true",
  })
  void over_saysHow(String outcome, String headline, boolean comesBack) {
    Answer joined = join("", cookie());
    String cookie = cookie(joined);
    String session = cookie.replaceAll("[^~]*~([^~]*)~.*", "$1");
    admit();
    String user =
        world
            .outbox
            .claim(EVENT, "me", Duration.ofSeconds(1), 1)
            .getFirst()
            .event()
            .userId()
            .value();
    api.json(
        "POST",
        "/api/v1/admin/events/concert-2024/sessions/" + session + "/outcome",
        "{\"outcome\":\"%s\",\"user_id\":\"%s\"}".formatted(outcome, user),
        "Authorization",
        "Bearer " + World.ADMIN_KEY);

    Answer page = api.get(PAGE, "Cookie", cookie);

    assertState(page, "over");
    assertThat(textOf(page, "headline")).isEqualTo(headline);
    assertThat(isShown(page, "join")).isEqualTo(comesBack);
    assertThat(page.body()).doesNotContain("http-equiv");
  }

  @Test
  void over_longAgo_isForgottenButTakesNoPlaceByItself() {
    String cookie = cookie(join("", cookie()));
    form("/leave", cookie);
    later(Duration.ofDays(3));
    Answer page = api.get(PAGE, "Cookie", cookie);
    assertState(page, "forgotten");
    assertShown(page, "join");
  }

  @ParameterizedTest
  @EnumSource
  void room_state_isExplainedToThoseInsideAndOutside(RoomState state) {
    String inside = cookie(join("", cookie()));
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(state));

    Answer waiting = api.get(PAGE, "Cookie", inside);
    Answer looking = api.get(PAGE);

    String[] expected =
        switch (state) {
          case OPEN -> new String[] {"Almost there", "less than a minute", "The queue is open"};
          case PAUSED ->
              new String[] {"The queue is paused", "No estimate while paused", "The queue is open"};
          case CLOSED -> new String[] {"Almost there", "less than a minute", "The queue is closed"};
          case SOLD_OUT -> new String[] {"Sold out", "", "Sold out"}; // F-24
        };
    assertThat(textOf(waiting, "headline")).isEqualTo(expected[0]);
    assertThat(textOf(waiting, "wait")).isEqualTo(expected[1]);
    assertThat(textOf(looking, "headline")).isEqualTo(expected[2]);
    assertThat(isShown(waiting, "queue")).isEqualTo(state != RoomState.SOLD_OUT);
    assertThat(isShown(waiting, "note")).isEqualTo(state == RoomState.CLOSED);
    assertThat(isShown(looking, "join")).isEqualTo(state.joins());
    assertThat(join("", cookie()).status()).isEqualTo(state.joins() ? 303 : 403);
  }

  @Test
  void join_queueIsFull_saysSoAndWhenToTryAgain() {
    room(s -> new RoomSettings("", 1, 1, 1, Duration.ofHours(1), Duration.ofHours(1)));
    join("first");

    Answer answer = join("", cookie());

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("10");
    assertState(answer, "full");
    assertShown(answer, "join");
    assertThat(textOf(answer, "headline")).isEqualTo("The queue is full");
  }

  @Test
  void redisAway_isSaidAndTriedAgainByItself() {
    world.state.takeAway();
    for (Answer answer : List.of(api.get(PAGE), join("", cookie("f")), form("/leave", ""))) {
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
      assertThat(answer.body()).contains("http-equiv=\"refresh\"", "One moment, please");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "a%20b", "%3Cb%3E", "-x", "..", "a%2Fb", "%00", "%F0%9F%8E%AB"})
  void event_oddOrUnknown_isNotFoundAndNothingIsRepeated(String event) {
    Answer answer = api.get("/waitroom/" + event);
    assertThat(answer.status()).as(answer.body()).isBetween(400, 404);
    assertThat(answer.body()).doesNotContain("<b>", event);
    assertUnheard();
  }

  @Test
  void event_tooLong_isNotFoundInTheReadersLanguage() {
    Answer answer = api.get("/waitroom/" + "a".repeat(65), "Accept-Language", "de-CH");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Language")).isEqualTo("de");
    assertThat(textOf(answer, "headline")).isEqualTo("Diese Veranstaltung gibt es nicht");
  }

  @Test
  void method_other_isNotAllowed() {
    assertThat(form("/join", "").status()).isEqualTo(400);
    assertThat(api.get(PAGE + "/join").status()).isEqualTo(405);
    assertThat(api.post(PAGE, "{}").status()).isEqualTo(405);
  }

  private static RoomSettings withOrigins(String... origins) {
    return new RoomSettings(
        "",
        100,
        10,
        1_000,
        Duration.ofHours(2),
        Duration.ofMinutes(15),
        new RoomPage("", "", List.of(origins)));
  }
}
