package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.DESKTOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
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
}
