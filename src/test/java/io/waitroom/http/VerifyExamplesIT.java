package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpServer;
import io.waitroom.room.EventId;
import io.waitroom.room.UserId;
import io.waitroom.testkit.Command;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Npm;
import io.waitroom.testkit.TestKeys;
import io.waitroom.testkit.Tool;
import io.waitroom.token.EcCheckoutTokens;
import io.waitroom.token.TokenSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of src/docs/verify.md check what this service signs. */
@Timeout(120)
class VerifyExamplesIT {
  private static final Path EXAMPLES = Path.of("src", "docs", "verify").toAbsolutePath();
  private static final Path CALLERS = Path.of("src", "test", "clients", "verify").toAbsolutePath();
  private static final Path TARGET = Path.of("target", "verify").toAbsolutePath();
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
  private static final String ISSUER = "waitroom-service";
  private static final EventId EVENT = new EventId("concert-2024");
  private static final EventId OTHER_EVENT = new EventId("opera");

  private final ECKey old = TestKeys.tokenKey("old");
  private final ECKey fresh = TestKeys.tokenKey("fresh");
  private volatile EcCheckoutTokens service = service(old);
  private HttpServer server;

  @BeforeEach
  void publishKeys() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          byte[] keys = service.publicKeys().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Cache-Control", "public, max-age=300");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static EcCheckoutTokens service(ECKey... keys) {
    return new EcCheckoutTokens(new TokenSettings(ISSUER, List.of(keys)), Instant::now);
  }

  private static String token(EcCheckoutTokens by, EventId event, Duration life) {
    Instant now = Instant.now();
    return by.issue("a-session", event, new UserId("alice"), now.minusSeconds(900), now.plus(life));
  }

  @Test
  void java_refusesWhatItShouldAndFollowsARotation() throws Exception {
    Path classes = Files.createDirectories(TARGET.resolve("classes"));
    String classPath =
        String.join(
            File.pathSeparator,
            classes.toString(),
            TARGET.resolve("libs").toString() + "/*",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Command.run(
        TARGET,
        List.of(
            JDK.resolve("javac").toString(),
            "-d",
            classes.toString(),
            "-cp",
            classPath,
            EXAMPLES.resolve("CheckoutTokens.java").toString(),
            CALLERS.resolve("CheckTokens.java").toString()));

    try (Verifier verifier =
        start(JDK.resolve("java").toString(), "-Xmx64m", "-cp", classPath, "CheckTokens")) {
      assertChecks(verifier);
    }
  }

  @NeedsTool({Tool.NODE, Tool.NPM})
  @Test
  void node_refusesWhatItShouldAndFollowsARotation() throws Exception {
    Path folder = Files.createDirectories(TARGET.resolve("node"));
    copy(EXAMPLES.resolve("checkout-tokens.mjs"), folder);
    copy(CALLERS.resolve("check-tokens.mjs"), folder);
    copy(CALLERS.resolve("package.json"), folder);
    Npm.install(folder);

    try (Verifier verifier = start("node", folder.resolve("check-tokens.mjs").toString())) {
      assertChecks(verifier);
    }
  }

  @Test
  void page_showsTheFilesThatRunHere() throws IOException {
    String page = Files.readString(Path.of("src", "docs", "verify.md"));

    assertThat(page)
        .contains("```java\n" + Files.readString(EXAMPLES.resolve("CheckoutTokens.java")) + "```")
        .contains("```js\n" + Files.readString(EXAMPLES.resolve("checkout-tokens.mjs")) + "```");
  }

  private void assertChecks(Verifier verifier) throws IOException {
    Duration life = Duration.ofMinutes(5);
    String good = token(service, EVENT, life);
    String[] parts = good.split("\\.", -1);
    assertThat(verifier.ask(good)).isEqualTo("good alice a-session");
    assertThat(verifier.ask(token(service, OTHER_EVENT, life))).isEqualTo("refused");
    assertThat(verifier.ask(token(service, EVENT, Duration.ofSeconds(-5)))).isEqualTo("refused");
    assertThat(verifier.ask(token(service(TestKeys.tokenKey("old")), EVENT, life)))
        .isEqualTo("refused");
    assertThat(
            verifier.ask(
                token(
                    new EcCheckoutTokens(new TokenSettings("other", List.of(old)), Instant::now),
                    EVENT,
                    life)))
        .isEqualTo("refused");
    assertThat(verifier.ask(parts[0] + "." + parts[1] + ".")).isEqualTo("refused");
    assertThat(verifier.ask("nonsense")).isEqualTo("refused");

    service = service(fresh, old);
    String next = token(service, EVENT, life);
    // An unknown kid makes the Java library look again a minute after it last did, not sooner.
    Awaitility.await()
        .atMost(Duration.ofSeconds(100))
        .until(() -> verifier.ask(next).startsWith("good"));
    assertThat(verifier.ask(good)).startsWith("good");

    service = service(fresh);
    assertThat(verifier.ask(token(service, EVENT, life))).startsWith("good");
  }

  private static void copy(Path file, Path folder) throws IOException {
    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private Verifier start(String... command) throws IOException {
    String keys = "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.command().addAll(List.of(keys, ISSUER, EVENT.value()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new Verifier(builder.start());
  }

  /** A shop's example at work: a token in, a line out. Ends when its input does. */
  private record Verifier(Process process, BufferedWriter tokens, BufferedReader answers)
      implements AutoCloseable {
    Verifier(Process process) {
      this(process, process.outputWriter(), process.inputReader());
    }

    String ask(String token) throws IOException {
      tokens.write(token + "\n");
      tokens.flush();
      return answers.readLine();
    }

    @Override
    public void close() throws IOException {
      tokens.close();
      process.destroy();
    }
  }
}
