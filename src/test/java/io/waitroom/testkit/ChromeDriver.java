package io.waitroom.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's chromedriver: one process for all browsers of this JVM, on a port that it chooses. */
final class ChromeDriver {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
  private static final ChildProcess PROCESS =
      ChildProcess.start("chromedriver", new ProcessBuilder(Tool.CHROMEDRIVER.path(), "--port=0"));

  private ChromeDriver() {}

  /** Where it listens. */
  static URL url() {
    PROCESS.await("say its port", START_LIMIT, () -> port().isPresent());
    try {
      return URI.create("http://127.0.0.1:" + port().orElseThrow()).toURL();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<String> port() {
    return PROCESS.output().stream()
        .map(PORT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
