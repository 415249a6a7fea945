package io.waitroom.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The packaged service as a child process, on its own class path: {@code target/classes} and {@code
 * target/libs}, nothing of the tests. Its environment is exactly the one given, plus what any
 * process needs ({@code PATH}, {@code HOME} and the like).
 */
public final class ServiceProcess implements AutoCloseable {
  private static final String MAIN = "io.waitroom.boot.Main";
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(2);
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_TOOL_OPTIONS");

  private final ChildProcess process;
  private final int port;

  private ServiceProcess(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the service; {@code SERVER_PORT} is a free port unless given. It is not ready yet:
   * {@link #awaitReady()}.
   */
  public static ServiceProcess start(Map<String, String> environment) {
    return start(environment, line -> {});
  }

  /** Like {@link #start(Map)}; the listener gets each line that the service writes. */
  public static ServiceProcess start(Map<String, String> environment, Consumer<String> listener) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.computeIfAbsent("SERVER_PORT", name -> Integer.toString(Ports.free()));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            classPath(),
            MAIN);
    Map<String, String> own = builder.environment();
    own.keySet().retainAll(INHERITED);
    own.putAll(variables);
    int port = Integer.parseInt(variables.getOrDefault("SERVER_PORT", ""));
    return new ServiceProcess(
        ChildProcess.start("service on port " + port, builder, listener), port);
  }

  /** Returns when {@code GET /health/ready} answers 200. */
  public ServiceProcess awaitReady() {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CALL_LIMIT).build()) {
      process.await("become ready", READY_LIMIT, () -> isReady(client));
    }
    return this;
  }

  /** Where it listens, such as {@code http://127.0.0.1:8080}, without a slash at the end. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns its exit code when it is gone. */
  public int terminate() {
    return process.terminate(STOP_LIMIT);
  }

  /**
   * Waits for its end without asking for it, as for a service that refuses its configuration;
   * returns its exit code.
   */
  public int exitCode() {
    return process.exitCode();
  }

  /** SIGKILL. */
  public void kill() {
    process.kill();
  }

  /** SIGSTOP: it keeps its connections and does nothing. */
  public void freeze() {
    process.freeze();
  }

  /** SIGCONT. */
  public void thaw() {
    process.thaw();
  }

  /** The lines it has written so far. */
  public List<String> output() {
    return process.output();
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.close();
  }

  private boolean isReady(HttpClient client) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + "/health/ready")).timeout(CALL_LIMIT).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String classPath() {
    Path target = Path.of("target").toAbsolutePath();
    for (Path needed : List.of(target.resolve("classes"), target.resolve("libs"))) {
      if (!Files.isDirectory(needed)) {
        throw new IllegalStateException(needed + " is missing: mvn process-classes makes it");
      }
    }
    return Stream.of(target.resolve("classes"), target.resolve("libs").resolve("*"))
        .map(Path::toString)
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElseThrow();
  }
}
