package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.DESKTOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.Eventually;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a screen reader is told, and when. */
class AnnouncementsIT extends PageItBase {
  /** Keeps what the regions say in the order in which they say it. */
  private static final String LISTEN =
      """
      window.heard = [];
      for (const id of ['announcer', 'connection']) {
        const region = document.getElementById(id);
        new MutationObserver(() => region.textContent && heard.push(region.textContent))
          .observe(region, { childList: true, characterData: true, subtree: true });
      }
      """;

  @Test
  void f121_turn_isSaidWithTheTimeAndWhatToDo() {
    Browser browser = waiting(DESKTOP, "?return_url=/checkout");
    browser.run(LISTEN);
    admitAll();
    awaitState(browser, "turn");
    Eventually.asserted(() ->
        assertThat(heard(browser))
            .containsExactly(
                "It is your turn. Time left for the checkout: about 15 minutes."
                    + " Go to the checkout before the time runs out."));
  }

  @Test
  void f122_lostConnection_fillsARegionThatWasThere() {
    Browser browser = waiting(DESKTOP, "");
    browser.run(LISTEN);
    assertThat(
            browser.run("return getComputedStyle(document.getElementById('connection')).display"))
        .isEqualTo("block");
    browser.network(false);
    Eventually.until(() -> browser.shows("#connection"));
    browser.network(true);
    Eventually.until(() -> !browser.shows("#connection"));
    assertThat(heard(browser))
        .containsExactly("No connection. Your place is kept; trying again…", "Connected again.");
  }

  @Test
  void f123_sentence_doesNotStayUntilItIsWrong() {
    Browser browser = waiting(DESKTOP, "");
    change("{\"message\":\"Back at nine.\"}");
    awaitSaid(browser, "Back at nine.");
    awaitSaid(browser, "");
  }

  @Test
  void f124_progress_isNotReadBetweenAnnouncements() {
    Browser browser = waiting(DESKTOP, "");
    assertThat(browser.attribute("#progress", "aria-hidden")).isEqualTo("true");
  }

  private static void awaitSaid(Browser browser, String text) {
    Eventually.asserted(() -> assertThat(browser.get("#announcer", "textContent")).isEqualTo(text));
  }

  private static List<String> heard(Browser browser) {
    Object all = browser.run("return window.heard");
    return ((List<?>) Objects.requireNonNull(all)).stream().map(String::valueOf).toList();
  }
}
