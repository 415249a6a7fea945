package io.waitroom.page;

import static io.waitroom.testkit.BrowserSettings.DESKTOP;
import static io.waitroom.testkit.BrowserSettings.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Browser;
import io.waitroom.testkit.BrowserSettings;
import io.waitroom.testkit.Eventually;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the page looks, reads and weighs: for every reader, on every device. */
class LooksIT extends PageItBase {
  private static final int MAX_BYTES = 60_000;

  static Stream<BrowserSettings> settings() {
    return Stream.of(DESKTOP, DESKTOP.dark().in("de"), PHONE.in("vi"), PHONE.dark().in("ar"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everyState_hasNoViolationAndFits(BrowserSettings settings) {
    change("{\"message\":\"Doors open at 7 pm.\",\"logo_color\":\"#c2185b\"}");
    crowd(10);
    Browser browser = waiting(settings, "?return_url=/checkout");
    check(browser, settings, "waiting");
    browser.click("#leave summary");
    check(browser, settings, "leaving");
    browser.click("#leave summary");
    browser.network(false);
    Eventually.until(() -> browser.shows("#connection"));
    check(browser, settings, "offline");
    browser.network(true);
    admitAll();
    awaitState(browser, "turn");
    check(browser, settings, "turn");
    browser.click("#leave summary");
    browser.click("#leave button");
    awaitState(browser, "over");
    check(browser, settings, "over");
    browser.go(page("?return_url=//evil.example"));
    check(browser, settings, "refused");
  }

  @Test
  void f130_printed_isWhatWasShownAndWhenWithoutControls() {
    Browser browser = waiting(DESKTOP, "");
    assertThat(browser.shows("#printed")).isFalse();
    browser.run("dispatchEvent(new Event('beforeprint'))");
    browser.asPrinted();
    browser.screenshot("printed");
    for (String control : new String[] {"#leave", "#sound", "#home", "#join", "#reload"}) {
      assertThat(browser.shows(control)).as(control).isFalse();
    }
    assertThat(browser.text("#position")).isEqualTo("1");
    assertThat(browser.text("#name")).isEqualTo("The Midnight Parade");
    assertThat(browser.text("#printed")).matches("As of \\w+ \\d{1,2}, \\d{4} at .*\\d+:\\d\\d.*");
  }

  private void crowd(int count) {
    for (int i = 0; i < count; i++) {
      join("crowd " + i);
    }
  }

  private static void check(Browser browser, BrowserSettings settings, String state) {
    String name =
        "%s-%s-%s%s"
            .formatted(
                state,
                settings.isPhone() ? "phone" : "desktop",
                settings.language(),
                settings.isDark() ? "-dark" : "");
    browser.screenshot(name);
    assertThat(browser.axeViolations()).as(name).isEmpty();
    assertThat(
            browser.run(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("%s fits", name)
        .isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "fr", "es", "vi", "ar"})
  void script_saysWhatTheServiceSays(String language) {
    change("{\"release_rate\":1}");
    crowd(15);
    Browser browser = waiting(DESKTOP.in(language), "");
    assertThat(browser.run("return document.documentElement.lang")).isEqualTo(language);
    assertThat(browser.run("return getComputedStyle(document.body).direction"))
        .isEqualTo(language.equals("ar") ? "rtl" : "ltr");
    Eventually.asserted(() -> assertSame(browser));
    String headline = browser.text("#headline");
    change("{\"state\":\"paused\"}");
    Eventually.until(() -> !browser.text("#headline").equals(headline));
    Eventually.asserted(() -> assertSame(browser));
  }

  /** What the script has written, compared with the page as the service renders it now. */
  private static void assertSame(Browser browser) {
    List<?> both =
        browser.runAsync(
            """
            const done = arguments[0];
            fetch(location.href).then(answer => answer.text()).then(html => {
              const page = new DOMParser().parseFromString(html, 'text/html');
              const text = (from, id) => id + ': ' + from.getElementById(id).textContent;
              const ids = ['headline', 'lead', 'position', 'ahead', 'wait', 'kept', 'note'];
              done([ids.map(id => text(page, id)), ids.map(id => text(document, id))]);
            });
            """);
    assertThat(both.get(1)).isEqualTo(both.get(0));
  }

  @Test
  void everything_isSmallAndFromHere() {
    Browser browser = waiting(DESKTOP.in("ar"), "");
    List<?> loaded =
        browser.runAsync(
            """
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            arguments[0](all.filter(e => !e.name.includes('/api/')).map(e => [e.name, e.decodedBodySize]));
            """);
    assertThat(loaded).hasSizeGreaterThanOrEqualTo(3);
    assertThat(loaded)
        .allMatch(entry -> entry.toString().startsWith("[" + SERVICE.url() + "/waitroom/"));
    assertThat(loaded.stream().mapToLong(entry -> (long) ((List<?>) entry).get(1)).sum())
        .isBetween(10_000L, (long) MAX_BYTES);
    assertThat(browser.complaints()).isEmpty();
  }
}
