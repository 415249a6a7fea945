package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.DESKTOP;
import static io.waitroom.testkit.BrowserSettings.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** A buyer's way from the first look to the checkout, and everything that may happen on it. */
class JourneyIT extends PageItBase {
  /** When the page would have asked for itself again at the latest. */
  private static final Duration RELOAD_MAX = Duration.ofMillis(3_500);

  /** A tab behind another one; headless browsers show them all. */
  private static final String IN_THE_BACKGROUND =
      "Object.defineProperty(document, 'hidden', { get: () => true })";

  @Test
  void wholeWay_fromJoinToCheckout() throws Exception {
    join("somebody else");
    Browser browser = waiting(DESKTOP, "?return_url=%2Fcheckout%3Fbasket%3D7%23pay");
    assertThat(browser.text("#name")).isEqualTo("The Midnight Parade");
    assertThat(browser.text("#position")).isEqualTo("2");
    assertThat(browser.text("#ahead")).isEqualTo("1");
    assertThat(browser.text("#wait")).matches("about \\d+ \\w+|less than a minute");
    assertThat(browser.title()).matches("\\(2\\) [\\w ]+ – The Midnight Parade");
    browser.click("#sound input");

    admitAll();

    awaitState(browser, "turn");
    assertThat(browser.title()).isEqualTo("● It is your turn – The Midnight Parade");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("headline");
    Eventually.asserted(() -> assertThat(browser.text("#left")).matches("14:[0-5]\\d"));
    assertThat(browser.complaints()).isEmpty();
    browser.click("#checkout");
    String prefix = SERVICE.url() + "/checkout?basket=7&waitroom_token=";
    Eventually.asserted(() -> assertThat(browser.url()).startsWith(prefix).endsWith("#pay"));
    String token = browser.url().replace(prefix, "").replace("#pay", "");
    assertThat(Tokens.consumer(CLIENT, event).processToClaims(token).getSubject())
        .startsWith("visitor-");
  }

  @Test
  void place_isKeptThroughReloadAndSecondTabAndFirstTabClosed() {
    Browser browser = waiting(PHONE, "");
    browser.reload();
    awaitState(browser, "waiting");
    assertThat(browser.text("#position")).isEqualTo("1");
    String second = browser.openTab(page(""));
    awaitState(browser, "waiting");
    assertThat(browser.text("#position")).isEqualTo("1");
    assertThat(CLIENT.room(event).json().getInt("last_ticket")).isEqualTo(2);

    browser.click("#leave summary");
    browser.click("#leave button");

    awaitState(browser, "over");
    browser.look(other(browser, second));
    awaitState(browser, "over");
    assertThat(browser.text("#headline")).isEqualTo("You have left the queue");
    assertThat(CLIENT.room(event).json().getInt("queue_length")).isZero();
    browser.click("#join button");
    awaitState(browser, "waiting");
    assertThat(CLIENT.room(event).json().getInt("last_ticket")).isEqualTo(3);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void network_lostAndBack_keepsThePlaceAndSaysSo() {
    String before = join("before me");
    Browser browser = waiting(DESKTOP, "");
    assertThat(browser.text("#position")).isEqualTo("2");

    browser.network(false);
    Eventually.until(() -> browser.shows("#connection"));
    assertThat(browser.text("#connection")).startsWith("No connection. Your place is kept");
    CLIENT.leave(before);
    browser.network(true);

    Eventually.until(() -> !browser.shows("#connection"));
    awaitText(browser, "#position", "1");
    assertThat(CLIENT.room(event).json().getInt("last_ticket")).isEqualTo(3);
  }

  @Test
  void network_goneAtTheMomentOfTheTurn_isMadeUpFor() {
    Browser browser = waiting(DESKTOP, "");
    browser.network(false);
    Eventually.until(() -> browser.shows("#connection"));
    admitAll();
    browser.network(true);
    awaitState(browser, "turn");
  }

  @Test
  void wait_prolongedSinceTheJoin_isNotAskedForAgainAndAgain() throws InterruptedException {
    Browser browser = waiting(DESKTOP, "");
    browser.changeCookie("waitroom", cookie -> cookie.replaceFirst("~\\d+$", "~1"));
    browser.reload();
    Eventually.until(() -> browser.title().startsWith("("));
    assertThat(browser.shows("#kept")).isFalse();
    browser.run("document.getElementById('main').dataset.before = 'yes'");

    Thread.sleep(RELOAD_MAX);

    assertThat(browser.attribute("#main", "data-before")).isEqualTo("yes");
    assertThat(browser.attribute("#main", "data-state")).isEqualTo("waiting");
    assertThat(browser.shows("#position")).isTrue();
  }

  @Test
  void progress_movesForwardOnly() {
    String first = join("first");
    String second = join("second");
    Browser browser = waiting(DESKTOP, "");
    assertThat(browser.get("#progress", "value")).isEqualTo("25");
    CLIENT.leave(first);
    awaitText(browser, "#position", "2");
    assertThat(browser.get("#progress", "value")).isEqualTo("50");
    browser.reload();
    awaitText(browser, "#position", "2");
    assertThat(browser.get("#progress", "value")).isEqualTo("50");
    CLIENT.leave(second);
    awaitText(browser, "#position", "1");
    assertThat(browser.get("#progress", "value")).isEqualTo("75");
  }

  @Test
  void operator_pausesSpeaksClosesAndSellsOut_isExplainedLive() {
    Browser browser = waiting(DESKTOP, "");
    change("{\"state\":\"paused\",\"message\":\"Back at <b>nine</b>.\\nSorry!\"}");
    awaitText(browser, "#headline", "The queue is paused");
    assertThat(browser.text("#wait")).isEqualTo("No estimate while paused");
    awaitText(browser, "#message-text", "Back at <b>nine</b>.\nSorry!");
    assertThat(browser.text("#announcer")).isNotEmpty();

    change("{\"state\":\"closed\",\"message\":\"\",\"name\":\"Second show\"}");
    awaitText(browser, "#name", "Second show");
    Eventually.until(() -> browser.shows("#note") && !browser.shows("#message"));

    change("{\"state\":\"sold_out\"}");
    awaitText(browser, "#headline", "Sold out");
    assertThat(browser.text("#lead")).contains("waiting does not help");
    assertThat(browser.shows("#leave summary")).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void room_closedOrSoldOut_letsNobodyWaitForNothing() {
    change("{\"state\":\"sold_out\"}");
    Browser browser = browser(DESKTOP);
    browser.go(page(""));
    awaitState(browser, "outside");
    assertThat(browser.text("#headline")).isEqualTo("Sold out");
    assertThat(browser.shows("#join")).isFalse();
    assertThat(CLIENT.room(event).json().getInt("last_ticket")).isEqualTo(1);
  }

  @Test
  void turn_notTaken_endsWithTheLease() {
    Browser browser = waiting(DESKTOP, "?return_url=/checkout");
    change("{\"checkout_ttl_seconds\":8,\"max_concurrent\":2}");
    awaitState(browser, "turn");
    awaitState(browser, "over");
    assertThat(browser.text("#headline")).isEqualTo("Your time has run out");
    assertThat(browser.shows("#join button")).isTrue();
  }

  @Test
  void f25_manyTabs_allLoadSeeTheTurnAndCanLeave() {
    Browser browser = waiting(DESKTOP, "");
    for (int i = 0; i < 7; i++) {
      String tab = browser.openTab("about:blank");
      browser.beforeEachPage(IN_THE_BACKGROUND);
      browser.go(page(""));
      awaitState(browser, "waiting");
      assertThat(browser.tabs()).contains(tab);
    }
    admitAll();
    for (String tab : browser.tabs()) {
      browser.look(tab);
      awaitState(browser, "turn");
    }
    browser.click("#leave summary");
    browser.click("#leave button");
    awaitState(browser, "over");
  }

  @Test
  void f24_soldOutWhileWaiting_saysThatItIsOver() {
    Browser browser = waiting(DESKTOP, "");
    change("{\"state\":\"sold_out\"}");
    awaitText(browser, "#headline", "Sold out");
    assertThat(browser.shows("#queue")).isFalse();
    assertThat(browser.title()).isEqualTo("Sold out – The Midnight Parade");
    assertThat(browser.shows("#home a")).isTrue();
    assertThat(browser.shows("#leave summary")).isTrue();

    change("{\"state\":\"open\"}");
    Eventually.until(() -> browser.shows("#queue") && browser.title().startsWith("(1) "));
  }

  @Test
  void f35_emptyRoom_goesStraightThroughOnce() {
    admitAll();
    Browser browser = browser(DESKTOP);
    awaitFreeSlot();
    browser.go(page("?return_url=/checkout"));
    String prefix = SERVICE.url() + "/checkout?waitroom_token=ey";
    Eventually.asserted(() -> assertThat(browser.url()).startsWith(prefix));

    browser.go(page("?return_url=/checkout"));
    awaitState(browser, "turn");
    Eventually.asserted(() -> assertThat(browser.text("#left")).matches("1[45]:[0-5]\\d"));
    assertThat(browser.url()).startsWith(page(""));
  }

  @Test
  void f35_emptyRoomWithoutAWayOn_staysHere() {
    admitAll();
    Browser browser = browser(DESKTOP);
    awaitFreeSlot();
    browser.go(page(""));
    awaitState(browser, "turn");
    assertThat(browser.attribute("#main", "data-straight")).isEmpty();
  }

  /** Waits until the page of a newcomer knows that it can let them straight through. */
  private void awaitFreeSlot() {
    Eventually.until(
        () -> SERVICE.api().get("/waitroom/" + event).body().contains("data-straight=\"yes\""));
  }

  @Test
  void f127_stateAndMessage_comeWithThePosition() {
    Browser browser = browser(DESKTOP);
    browser.beforeEachPage(
        """
        const get = window.fetch;
        window.fetch = (url, options) =>
          String(url).includes('/events/') ? new Promise(() => {}) : get(url, options);
        """);
    browser.go(page(""));
    Eventually.until(() -> browser.title().startsWith("("));
    change("{\"state\":\"paused\",\"message\":\"Back at nine.\"}");
    awaitText(browser, "#headline", "The queue is paused");
    awaitText(browser, "#message-text", "Back at nine.");
    change("{\"state\":\"open\",\"message\":\"\"}");
    Eventually.until(() -> !browser.text("#headline").equals("The queue is paused"));
    assertThat(browser.shows("#message")).isFalse();
  }

  @Test
  void f125_clockOfTheDeviceSetBack_leavesTheTimeLeftRight() {
    Browser browser = waiting(DESKTOP, "?return_url=/checkout");
    admitAll();
    awaitState(browser, "turn");
    browser.run("const right = Date.now; Date.now = () => right() - 600000");
    browser.run("document.dispatchEvent(new Event('visibilitychange'))");
    Eventually.asserted(() -> assertThat(browser.text("#left")).matches("14:[0-4]\\d"));
    assertThat(state(browser)).isEqualTo("turn");
  }

  @Test
  void f126_loadedTwice_takesOnePageAndKeepsFocus() {
    Browser browser = waiting(DESKTOP, "?return_url=/checkout");
    browser.run(
        """
        window.taken = 0;
        new MutationObserver(all => all.forEach(each => each.addedNodes.forEach(node => {
          if (node.id === 'main') { window.taken++; }
        }))).observe(document.body, { childList: true });
        const get = fetch;
        window.fetch = async (url, options) => {
          if (String(url).startsWith('/waitroom/')) { await new Promise(done => setTimeout(done, 1500)); }
          return get(url, options);
        };
        """);
    admitAll();
    Eventually.until(() -> {
      browser.run("dispatchEvent(new Event('online'))");
      return state(browser).equals("turn");
    });
    assertThat(browser.run("return window.taken")).isEqualTo(1L);
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("headline");
  }

  @Test
  void keyboard_reachesEverything() {
    Browser browser = waiting(DESKTOP, "");
    browser.press(Keys.TAB);
    assertThat(focused(browser)).isEqualTo("INPUT");
    browser.press(Keys.TAB);
    assertThat(focused(browser)).isEqualTo("SUMMARY");
    browser.press(Keys.ENTER);
    Eventually.until(() -> browser.shows("#leave button"));
    browser.press(Keys.TAB);
    assertThat(focused(browser)).isEqualTo("BUTTON");
    browser.press(Keys.ENTER);
    awaitState(browser, "over");
  }

  private static Object focused(Browser browser) {
    return String.valueOf(browser.run("return document.activeElement.tagName"));
  }

  private static String other(Browser browser, String tab) {
    return browser.tabs().stream().filter(each -> !each.equals(tab)).findFirst().orElseThrow();
  }
}
