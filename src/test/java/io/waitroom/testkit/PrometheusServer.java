package io.waitroom.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real Prometheus on 127.0.0.1 that scrapes one target every second, with rules, in a temporary
 * directory of its own; and its tool, promtool.
 */
public final class PrometheusServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration TOOL_LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;
  private final ChildProcess process;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CALL_LIMIT).build();

  private PrometheusServer(Path directory, int port, ChildProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @param target host:port that serves {@code /metrics}; gets the label {@code pod="waitroom-0"}
   * @param rules a file of rules, in the bare form
   */
  public static PrometheusServer start(String target, Path rules) {
    Path directory = OrphanKiller.temporaryDirectory("prometheus");
    Path configuration = directory.resolve("prometheus.yml");
    int port = Ports.free();
    try {
      Files.writeString(
          configuration,
          """
          global:
            scrape_interval: 1s
            scrape_timeout: 1s
            evaluation_interval: 1s
          rule_files:
            - %s
          scrape_configs:
            - job_name: waitroom-service
              static_configs:
                - targets: ["%s"]
                  labels:
                    pod: waitroom-0
          """
              .formatted(rules.toAbsolutePath(), target));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configuration, e);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Tool.PROMETHEUS.path(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port);
    builder.directory(directory.toFile());
    ChildProcess process = ChildProcess.start("Prometheus on port " + port, builder);
    PrometheusServer server = new PrometheusServer(directory, port, process);
    process.await("become ready", START_LIMIT, server::isReady);
    return server;
  }

  /** Runs promtool; returns what it wrote, after its exit code in a line of its own. */
  public static String promtool(String... arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(Tool.PROMTOOL.path()), Stream.of(arguments)).toList());
    try (ChildProcess process = ChildProcess.start("promtool", builder)) {
      if (!process.ended(TOOL_LIMIT)) {
        throw new IllegalStateException("promtool did not end within " + TOOL_LIMIT);
      }
      return process.exitCode() + "\n" + String.join("\n", process.output());
    }
  }

  /**
   * Evaluates an expression now; each element has {@code metric} (the labels) and {@code value}.
   *
   * @throws IllegalStateException when Prometheus refuses the expression
   */
  public JsonArray query(String expression) {
    JsonObject answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (!"success".equals(answer.getString("status", ""))) {
      throw new IllegalStateException("Prometheus refuses " + expression + ": " + answer);
    }
    return answer.getJsonObject("data").getJsonArray("result");
  }

  /** All rules, with their state and what went wrong in their last evaluation. */
  public List<JsonObject> rules() {
    return get("/api/v1/rules").getJsonObject("data").getJsonArray("groups").stream()
        .flatMap(group -> group.asJsonObject().getJsonArray("rules").stream())
        .map(rule -> rule.asJsonObject())
        .toList();
  }

  /** What it scrapes, with what went wrong in the last scrape. */
  public List<JsonObject> targets() {
    return get("/api/v1/targets").getJsonObject("data").getJsonArray("activeTargets").stream()
        .map(target -> target.asJsonObject())
        .toList();
  }

  @Override
  public void close() {
    client.close();
    process.close();
    OrphanKiller.remove(directory);
  }

  private boolean isReady() {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private JsonObject get(String path) {
    try (JsonReader reader = Json.createReader(new StringReader(send(path).body()))) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(CALL_LIMIT)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
