package io.waitroom.testkit;

import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.remote.RemoteWebDriver;

/**
 * A real Chromium with a profile of its own, driven through Debian's chromedriver. Both end with
 * this JVM at the latest. Not thread-safe.
 */
public final class Browser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final RemoteWebDriver driver;
  private final boolean hasScript;

  private Browser(RemoteWebDriver driver, boolean hasScript) {
    this.driver = driver;
    this.hasScript = hasScript;
  }

  /** Opens one. */
  public static Browser open(BrowserSettings settings) {
    RemoteWebDriver driver = new RemoteWebDriver(ChromeDriver.url(), settings.options());
    driver.manage().timeouts().pageLoadTimeout(LIMIT).scriptTimeout(LIMIT);
    Browser browser = new Browser(driver, settings.hasScript());
    if (!settings.hasScript()) {
      browser.forbidScripts();
    }
    return browser;
  }

  /** Loads a page. */
  public void go(String url) {
    driver.get(url);
  }

  /** Loads the page again. */
  public void reload() {
    driver.navigate().refresh();
  }

  /** Opens another tab with a page, and looks at that. */
  public String openTab(String url) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(url);
    return driver.getWindowHandle();
  }

  /** Looks at a tab. */
  public void look(String tab) {
    driver.switchTo().window(tab);
  }

  /** All tabs. */
  public Set<String> tabs() {
    return driver.getWindowHandles();
  }

  /** Where it is. */
  public String url() {
    return Objects.requireNonNull(driver.getCurrentUrl());
  }

  /** What the tab's title says. */
  public String title() {
    return Objects.requireNonNull(driver.getTitle());
  }

  /** The visible text in an element; empty while there is none. */
  public String text(String selector) {
    try {
      return driver.findElement(By.cssSelector(selector)).getText();
    } catch (WebDriverException e) {
      return ""; // not yet, or replaced while we looked
    }
  }

  /** Whether somebody can see an element. */
  public boolean shows(String selector) {
    try {
      return driver.findElement(By.cssSelector(selector)).isDisplayed();
    } catch (WebDriverException e) {
      return false;
    }
  }

  /** Clicks on an element. */
  public void click(String selector) {
    if (hasScript) {
      driver.findElement(By.cssSelector(selector)).click();
    } else {
      // A mouse click makes chromedriver wait for news from the page that never come without
      // scripts.
      run("document.querySelector(arguments[0]).click()", selector);
    }
  }

  /** Presses keys, wherever the focus is. */
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** What a script returns. */
  public @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** The list that a script hands to its last argument. */
  public List<?> runAsync(String script) {
    return (List<?>) Objects.requireNonNull(driver.executeAsyncScript(script));
  }

  /** An attribute of an element, as the page has it; empty while there is none. */
  public String attribute(String selector, String name) {
    try {
      String value = driver.findElement(By.cssSelector(selector)).getAttribute(name);
      return value == null ? "" : value;
    } catch (WebDriverException e) {
      return "";
    }
  }

  /** A property of an element. */
  public String get(String selector, String property) {
    return String.valueOf(
        run("return document.querySelector(arguments[0])[arguments[1]]", selector, property));
  }

  /** What the console has to complain about since it was last asked. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Changes what a cookie of the page holds, also one that no script sees. */
  public void changeCookie(String name, UnaryOperator<String> change) {
    Cookie cookie = Objects.requireNonNull(driver.manage().getCookieNamed(name));
    driver
        .manage()
        .addCookie(
            new Cookie.Builder(name, change.apply(cookie.getValue()))
                .path(cookie.getPath())
                .isHttpOnly(cookie.isHttpOnly())
                .build());
  }

  /** Takes the network away from it, or gives it back. */
  public void network(boolean isThere) {
    command(
        "chromium/network_conditions",
        "{\"network_conditions\":{\"offline\":%s,\"latency\":0,\"throughput\":%d}}"
            .formatted(!isThere, isThere ? -1 : 0));
  }

  /** Pages of this tab run a script before their own from now on. */
  public void beforeEachPage(String script) {
    String source = Json.createValue(script).toString();
    devTools("Page.addScriptToEvaluateOnNewDocument", "{\"source\":" + source + "}");
  }

  /** Files whose address matches the pattern cannot be loaded from now on. */
  public void block(String pattern) {
    devTools("Network.enable", "{}");
    devTools("Network.setBlockedURLs", "{\"urls\":[\"" + pattern + "\"]}");
  }

  /** Shows the page as a printer would get it. */
  public void asPrinted() {
    devTools("Emulation.setEmulatedMedia", "{\"media\":\"print\"}");
  }

  /** Pages run no script from now on. */
  private void forbidScripts() {
    devTools("Emulation.setScriptExecutionDisabled", "{\"value\":true}");
  }

  private void devTools(String name, String parameters) {
    command("goog/cdp/execute", "{\"cmd\":\"%s\",\"params\":%s}".formatted(name, parameters));
  }

  /** A command that only Chromium has. */
  private void command(String path, String json) {
    URI uri = URI.create(ChromeDriver.url() + "/session/" + driver.getSessionId() + "/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    try {
      int status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("chromedriver answered " + status + " to " + path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What axe finds wrong for people with disabilities: one line each. */
  public List<String> axeViolations() {
    run(AxeScript.SOURCE);
    return runAsync(
            """
            const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(
              result => done(result.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))),
              failure => done(['axe failed: ' + failure]));
            """)
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** Writes what can be seen to {@code target/screenshots}. */
  public void screenshot(String name) {
    Path file = Path.of("target", "screenshots", name + ".png");
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  /** The script of axe, from its jar. */
  private static final class AxeScript {
    static final String SOURCE = read();

    private static String read() {
      try (var in = AxeScript.class.getResourceAsStream("/axe.min.js")) {
        return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
