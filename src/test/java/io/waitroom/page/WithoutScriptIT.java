package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.Eventually;
import org.junit.jupiter.api.Test;

/** The same way without a script: buttons, and a page that loads itself again. */
class WithoutScriptIT extends PageItBase {
  @Test
  void wholeWay_withoutScript() {
    Browser browser = browser(PHONE.withoutScript());
    browser.go(page("?return_url=/checkout"));
    awaitText(browser, "#headline", "The queue is open");
    assertThat(CLIENT.room(event).json().getInt("last_ticket")).isEqualTo(1);
    assertThat(browser.shows("#sound")).isFalse();

    browser.click("#join button");
    awaitText(browser, "#position", "1");

    admitAll();
    // By itself: the page refreshes every twenty seconds here.
    awaitText(browser, "#headline", "It is your turn");
    assertThat(browser.text("#left")).isEqualTo("about 14 minutes");
    assertThat(browser.attribute("#checkout", "href")).contains("/checkout?waitroom_token=ey");

    browser.click("#leave summary");
    browser.click("#leave button");
    awaitText(browser, "#headline", "You have left the queue");
  }

  @Test
  void f28_scriptThatDoesNotCome_leavesAWayToLoadThePageAgain() {
    Browser browser = browser(PHONE);
    browser.block("*/page.js");
    browser.go(page("?return_url=/checkout"));
    browser.click("#join button");
    awaitText(browser, "#position", "1");
    admitAll();
    Eventually.until(() -> {
      browser.click("#reload a");
      return state(browser).equals("turn");
    });
  }

  @Test
  void f28_scriptThatRuns_keepsThePageUpToDateAndOffersNothing() {
    Browser browser = waiting(PHONE, "");
    assertThat(browser.shows("#reload")).isFalse();
  }

  @Test
  void f129_reload_canBeSwitchedOff() {
    Browser browser = browser(PHONE.withoutScript());
    browser.go(page("?return_url=/checkout"));
    awaitText(browser, "#headline", "The queue is open");
    browser.click("#join button");
    awaitText(browser, "#position", "1");
    browser.click("#reload noscript a");
    Eventually.until(() -> browser.url().endsWith("?return_url=%2Fcheckout&reload=off"));
    awaitText(browser, "#position", "1");
    assertThat(browser.shows("#reload noscript a")).isFalse();
    assertThat(browser.run("return document.querySelectorAll('meta[http-equiv]').length"))
        .isEqualTo(0L);
    admitAll();
    Eventually.until(() -> {
      browser.click("#reload a");
      return browser.text("#headline").equals("It is your turn");
    });
  }

  @Test
  void returnUrl_elsewhere_isRefusedInThePagesLook() {
    Browser browser = browser(PHONE.in("fr").withoutScript());
    browser.go(page("?return_url=https://evil.example/"));
    awaitText(browser, "#headline", "Ce lien est inutilisable");
    assertThat(browser.url()).startsWith(SERVICE.url());
  }
}
