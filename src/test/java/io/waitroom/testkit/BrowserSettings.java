package io.waitroom.testkit;

import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * How a browser is set up.
 *
 * @param language as in {@code Accept-Language}
 * @param isPhone 390 × 844 with touch, else 1 280 × 900
 * @param isDark whether the reader prefers a dark page
 * @param hasScript whether pages may run scripts
 */
public record BrowserSettings(String language, boolean isPhone, boolean isDark, boolean hasScript) {
  /** A desktop that speaks English. */
  public static final BrowserSettings DESKTOP = new BrowserSettings("en", false, false, true);

  /** A phone that speaks English. */
  public static final BrowserSettings PHONE = new BrowserSettings("en", true, false, true);

  /** The same in another language. */
  public BrowserSettings in(String other) {
    return new BrowserSettings(other, isPhone, isDark, hasScript);
  }

  /** The same for a reader who prefers a dark page. */
  public BrowserSettings dark() {
    return new BrowserSettings(language, isPhone, true, hasScript);
  }

  /** The same without scripts. */
  public BrowserSettings withoutScript() {
    return new BrowserSettings(language, isPhone, isDark, false);
  }

  ChromeOptions options() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Tool.CHROMIUM.path());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--force-prefers-reduced-motion",
        "--user-data-dir=" + OrphanKiller.temporaryDirectory("chromium"),
        "--window-size=1280,900",
        "--accept-lang=" + language);
    if (isDark) {
      options.addArguments("--blink-settings=preferredColorScheme=0");
    }
    if (isPhone) {
      options.setExperimentalOption(
          "mobileEmulation",
          Map.of("deviceMetrics", Map.of("width", 390, "height", 844, "pixelRatio", 2)));
    }
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
    options.setExperimentalOption("excludeSwitches", List.of("enable-automation"));
    if (!hasScript) {
      // A page that will load itself again never ends loading, as chromedriver sees it.
      options.setPageLoadStrategy(PageLoadStrategy.NONE);
    }
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    return options;
  }
}
