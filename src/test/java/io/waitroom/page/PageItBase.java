package io.waitroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.BrowserSettings;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.RunningService;
import io.waitroom.testkit.Tool;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A service, an event for each test, and browsers that look at its page. */
@NeedsTool({Tool.CHROMIUM, Tool.CHROMEDRIVER})
abstract class PageItBase {
  /** One for all tests; ends with this JVM. */
  static final RunningService SERVICE = RunningService.start();

  static final Client CLIENT = new Client(SERVICE.api());

  private static int events;

  final List<Browser> browsers = new ArrayList<>();
  String event = "";

  /** One slot, taken by somebody who does not give it back. */
  @BeforeEach
  void openEvent() {
    event = "show-" + ++events;
    CLIENT.open(event, "{\"name\":\"The Midnight Parade\",\"max_concurrent\":1}");
    join("somebody before");
    Eventually.until(() -> CLIENT.room(event).json().getInt("processing_count") == 1);
  }

  @AfterEach
  void closeBrowsers() {
    browsers.forEach(Browser::close);
  }

  Browser browser(BrowserSettings settings) {
    Browser browser = Browser.open(settings);
    browsers.add(browser);
    return browser;
  }

  /** The page, with a query or without. */
  String page(String query) {
    return SERVICE.url() + "/waitroom/" + event + query;
  }

  /** A browser that waits on the page. */
  Browser waiting(BrowserSettings settings, String query) {
    Browser browser = browser(settings);
    browser.go(page(query));
    awaitState(browser, "waiting");
    // Only the script writes the position into the title.
    Eventually.until(() -> browser.title().startsWith("("));
    return browser;
  }

  /** Somebody else joins. */
  String join(String user) {
    return CLIENT.join(event, user).text("session_id");
  }

  /** The operator changes the event. */
  void change(String json) {
    assertThat(CLIENT.admin("PATCH", "/" + event, json).status()).isEqualTo(200);
  }

  /** The operator lets everybody in. */
  void admitAll() {
    change("{\"max_concurrent\":1000,\"release_rate\":1000}");
  }

  static void awaitState(Browser browser, String state) {
    Eventually.asserted(() -> assertThat(state(browser)).isEqualTo(state));
  }

  static void awaitText(Browser browser, String selector, String text) {
    Eventually.asserted(() -> assertThat(browser.text(selector)).isEqualTo(text));
  }

  static String state(Browser browser) {
    return browser.attribute("#main", "data-state");
  }
}
