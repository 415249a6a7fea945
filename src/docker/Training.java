import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The training run behind the image's AOT cache: starts the service without Redis and Kafka, asks it
 * what probes and buyers ask, ends it with SIGTERM, and fails unless it ended with 0 and left a
 * cache. The JVM of the service writes the cache when it ends.
 *
 * <p>To be run as source, in the directory of the packaged service: {@code java Training.java
 * RUNTIME CACHE}, with the folder of the Java runtime that will use the cache. A cache fits one
 * runtime, one set of flags, one command line: this one must stay the one of the Dockerfile's
 * ENTRYPOINT.
 */
final class Training {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
  private static final int ROUNDS = 20;

  /** Until each Kafka client has tried to connect. */
  private static final Duration CLIENTS = Duration.ofSeconds(3);

  private Training() {}

  public static void main(String[] args) throws Exception {
    Path runtime = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    int port = freePort();
    Process service = start(runtime, cache, port);
    try {
      URI base = URI.create("http://127.0.0.1:" + port);
      try (HttpClient client = HttpClient.newHttpClient()) {
        awaitStarted(service, client, base);
        for (int round = 0; round < ROUNDS; round++) {
          ask(client, base);
        }
      }
      Thread.sleep(CLIENTS);
      service.toHandle().destroy();
      if (!service.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("training: the service did not stop");
      }
      if (service.exitValue() != 0 || !Files.isRegularFile(cache)) {
        throw new IllegalStateException(
            "training: the service ended with " + service.exitValue() + " and left "
                + (Files.exists(cache) ? "a cache" : "no cache"));
      }
      System.out.println("training: " + cache + ", " + (Files.size(cache) >> 20) + " MiB");
    } finally {
      service.destroyForcibly();
    }
  }

  private static Process start(Path runtime, Path cache, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.add("@" + Path.of("jvm.options").toAbsolutePath());
    // The build has no memory limit; beyond 32 GiB of heap references would get another form.
    command.add("-XX:MaxRAM=256m");
    command.add("-XX:AOTCacheOutput=" + cache);
    // The buffer that a cache is put together in is four fifths of it; no part of what must be the same.
    command.add("-XX:MaxMetaspaceSize=256m");
    // JDK 25 stores call adapters under wrong names and complains of them at every start.
    command.add("-XX:+UnlockDiagnosticVMOptions");
    command.add("-XX:-AOTAdapterCaching");
    // Dozens of lines on classes made at run time, which no cache can hold.
    command.add("-Xlog:aot=error:stderr");
    command.add("-jar");
    command.add(Path.of("waitroom-service.jar").toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.put("WAITROOM_DEV", "true");
    // Nobody listens there: the clients are made, and try in vain.
    environment.put("KAFKA_BROKERS", "127.0.0.1:1");
    environment.put("REDIS_ADDR", "127.0.0.1:1");
    environment.put("ADMIN_KEY", "training-run");
    environment.put("SERVER_PORT", Integer.toString(port));
    return builder.start();
  }

  private static void awaitStarted(Process service, HttpClient client, URI base)
      throws InterruptedException {
    Instant end = Instant.now().plus(START_LIMIT);
    while (!isStarted(client, base)) {
      if (!service.isAlive() || Instant.now().isAfter(end)) {
        throw new IllegalStateException("training: the service did not start");
      }
      Thread.sleep(100);
    }
  }

  private static boolean isStarted(HttpClient client, URI base) throws InterruptedException {
    try {
      return status(client, HttpRequest.newBuilder(base.resolve("/health/started"))) == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** Whatever the answers are: without Redis most are 503, by way of the same classes. */
  private static void ask(HttpClient client, URI base) throws IOException, InterruptedException {
    for (String path :
        List.of(
            "/health", "/health/live", "/health/ready", "/metrics", "/openapi",
            "/.well-known/jwks.json", "/api/v1/waitroom/.well-known/jwks.json",
            "/api/v1/waitroom/status/concert.1.x", "/api/v1/waitroom/events/concert")) {
      status(client, HttpRequest.newBuilder(base.resolve(path)));
    }
    status(
        client,
        json(base, "/api/v1/waitroom/join", "POST", "{\"event_id\":\"concert\",\"user_id\":\"u\"}"));
    status(client, json(base, "/api/v1/waitroom/join", "POST", "{"));
    status(client, json(base, "/api/v1/waitroom/leave/concert.1.x", "POST", ""));
    status(
        client,
        json(base, "/api/v1/admin/events/concert", "PUT", "{\"max_concurrent\":1}")
            .header("Authorization", "Bearer training-run"));
  }

  private static HttpRequest.Builder json(URI base, String path, String method, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  private static int status(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client
        .send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
