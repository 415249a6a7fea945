package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.DESKTOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RunningService;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in browsers that lack a function: what is missing is no lost connection. */
class OldBrowsersIT extends PageItBase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AbortSignal.timeout",
        "window.EventSource",
        "window.AudioContext",
        "Intl.PluralRules",
        "Navigator.prototype.cookieEnabled",
      })
  void f27_functionMissing_buyerGetsInAllTheSame(String function) {
    Browser browser = browser(DESKTOP);
    browser.beforeEachPage("delete " + function);
    browser.go(page("?return_url=/checkout"));
    if (function.contains("cookieEnabled")) {
      // The page cannot know whether cookies are kept, so the buyer has to press the button.
      browser.click("#join button");
    }
    awaitState(browser, "waiting");
    assertThat(browser.text("#connection")).isEmpty();
    admitAll();
    awaitState(browser, "turn");
    assertThat(browser.text("#connection")).isEmpty();
  }

  /** Browsers take {@code crypto.subtle} away from pages that came over plain http. */
  @Test
  void f29_proofOverPlainHttp_isSaidAndNoLostConnection() {
    try (RunningService strict = RunningService.start(Map.of("JOIN_PROOF", "always"))) {
      new Client(strict.api()).open("proven", 10);
      Browser browser = browser(DESKTOP);
      browser.beforeEachPage("delete Crypto.prototype.subtle");
      browser.go(strict.url() + "/waitroom/proven");
      Eventually.asserted(() -> assertThat(browser.text("#lead")).contains("begins with https"));
      assertThat(browser.text("#connection")).isEmpty();
      assertThat(browser.text("#headline")).isEqualTo("The queue is open");
      assertThat(browser.shows("#join button")).isFalse();
      assertThat(browser.shows("#reload a")).isTrue();
      assertThat(browser.shows("#home a")).isTrue();
    }
  }
}
