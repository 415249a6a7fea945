package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.testkit.Api.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody may try with the page, its cookie and its forms. */
class PageTricksTest extends PageTestBase {
  @Test
  void f45_longestReturnUrl_isLedBackTo() {
    String longest = "/c?" + "a=&".repeat(660); // 1983 characters
    String encoded = URLEncoder.encode(longest, StandardCharsets.UTF_8);
    Answer joined = join("?return_url=" + encoded, cookie());
    assertThat(joined.status()).isEqualTo(303);
    Answer page = api.get(joined.header("Location"), "Cookie", cookie(joined));
    assertThat(page.status()).isEqualTo(200);
    assertState(page, "waiting");
    assertThat(api.get(PAGE + "?return_url=%2F" + "%C3%A9".repeat(1_200)).status()).isEqualTo(400);
  }

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https://good@evil.example",
        "https://evil.example/",
        "https://shop.example/%0d%0aSet-Cookie:x",
        "/%2f/evil.example",
        "data:text/html,<script>alert(1)</script>",
        "https://ѕhop.example/",
        "\"><script>alert(1)</script>",
      })
  void returnUrl_elsewhere_isRefusedByAPageThatDoesNotRepeatIt(String url) {
    room(PageTricksTest::withShop);
    long before = world.state.calls();
    String query = "?return_url=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
    for (Answer answer :
        List.of(
            api.get(PAGE + query), join(query, cookie("a")), form("/leave" + query, cookie("a")))) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
      assertThat(answer.headers().map()).doesNotContainKeys("location", "set-cookie");
      assertThat(answer.body())
          .contains("This link cannot be used")
          .doesNotContain("evil", "alert", url);
    }
    assertThat(world.state.calls()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?return_url=/a&return_url=/b",
        "?return_url=/a&return_url=//evil.example",
        "?return_url=&return_url=//evil.example",
        "?return_url=%2",
        "?return_url=%zz",
        "?return_url=%FF%FE",
        "?return%5Furl=//evil.example",
      })
  void returnUrl_severalOrBroken_isRefused(String query) throws IOException {
    String request = "GET " + PAGE + query + " HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n";
    String raw = RawSocket.exchange(api.base(), request);
    assertThat(raw).startsWith("HTTP/1.1 400 ").doesNotContain("Location", "evil");
    assertUnheard();
  }

  @Test
  void returnUrl_empty_isNone() {
    assertThat(api.get(PAGE + "?return_url=").status()).isEqualTo(200);
    assertThat(api.get(PAGE + "?other=//evil.example").body()).doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "concert-2024.1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.1.xxAAAAAAAAAAAAAAAAAAAAAA",
        "other.1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "nonsense",
        "..",
      })
  void cookie_forgedPlace_isNoPlace(String session) {
    join("the one whose place it would be");
    Answer page = api.get(PAGE, "Cookie", "waitroom=%s~%s~1~1".formatted(SECRET, session));
    assertState(page, "none");
    assertThat(form("/leave", "waitroom=%s~%s~1~1".formatted(SECRET, session)).status())
        .isEqualTo(303);
    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().queueLength()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"waitroom=<script>", "waitroom=", "waitroom=\"a\"", "=;=;", "waitroom"})
  void cookie_broken_isReplacedAndNotRepeated(String cookie) {
    Answer page = api.get(PAGE, "Cookie", cookie);
    assertThat(page.status()).isEqualTo(200);
    assertThat(cookie(page)).matches("waitroom=[0-9a-f]{32}");
    assertThat(page.body()).doesNotContain("<script>");
    Answer joined = join("", cookie);
    assertThat(joined.status()).isEqualTo(400);
    assertThat(textOf(joined, "headline")).isEqualTo("Please allow cookies");
    assertUnheard();
  }

  @Test
  void cookie_ofAnotherEvent_isNoPlaceHere() {
    String cookie = cookie(join("", cookie()));
    var _ = world.waitingRoom.put(new EventId("opera"), World.DEFAULTS, Optional.empty());
    assertState(api.get("/waitroom/opera", "Cookie", cookie), "none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Sec-Fetch-Site | cross-site | 403",
        "Sec-Fetch-Site | same-site | 403",
        "Sec-Fetch-Site | same-origin | 303",
        "Origin | https://evil.example | 403",
        "Origin | http://localhost.evil.example | 403",
        "Origin | http://a b | 403",
        "Origin | null | 303",
      })
  void form_ofAnotherPage_isRefusedUnheard(String header, String value, int status) {
    for (String path : List.of("/join", "/leave")) {
      assertThat(form(path, cookie("b"), header, value).status()).isEqualTo(status);
    }
    if (status == 403) {
      assertUnheard();
    }
  }

  @Test
  void form_ofThisPage_isKnownByItsHostAlsoBehindAProxy() {
    String own = api.base().getAuthority();
    assertThat(form("/join", cookie("c"), "Origin", "http://" + own).status()).isEqualTo(303);
    assertThat(
            form(
                    "/join",
                    cookie("d"),
                    "Origin",
                    "https://t.example",
                    "X-Forwarded-Host",
                    "t.example")
                .status())
        .isEqualTo(303);
  }

  @Test
  void nameAndMessage_hostile_areText() {
    String hostile = "</title></h1><script>alert(1)</script>\"' onload=x {{texts}} &amp;";
    room(s -> withPage(hostile, new RoomPage(hostile + "\n<img src=x>", "#aa00bb", List.of())));

    String page = api.get(PAGE).body();

    String escaped =
        "&lt;/title&gt;&lt;/h1&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x"
            + " {{texts}} &amp;amp;";
    assertThat(page)
        .contains("– " + escaped + "</title>")
        .contains("<h1 id=\"name\" dir=\"auto\">" + escaped + "</h1>")
        .contains("dir=\"auto\">" + escaped + "\n&lt;img src=x&gt;</p>")
        .contains("fill=\"#aa00bb\"")
        .doesNotContain("<script>", "<img");
  }

  @Test
  void name_thatTurnsTheDirection_doesNotTurnThePage() {
    // Such names are refused now, but a room may have been named before.
    room(s -> withPage("gnp\u202e\u2066.exe", RoomPage.NONE));
    assertThat(api.get(PAGE).body()).contains("gnp.exe").doesNotContain("\u202e", "\u2066");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void name_empty_isReplaced(String name) {
    room(s -> withPage(name, RoomPage.NONE));
    assertThat(textOf(api.get(PAGE), "name")).isEqualTo("Waiting room");
  }

  private static RoomSettings withShop(RoomSettings settings) {
    return withPage("", new RoomPage("", "", List.of("https://shop.example")));
  }

  private static RoomSettings withPage(String name, RoomPage page) {
    return new RoomSettings(
        name, 100, 10, 1_000, Duration.ofHours(2), Duration.ofMinutes(15), page);
  }
}
