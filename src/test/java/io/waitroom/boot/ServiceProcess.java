package io.waitroom.boot;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service as operators run it: {@link Main} in a process of its own, with an environment of its
 * own.
 */
final class ServiceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("ready on [^ ]*:(\\d+)");

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private ServiceProcess(Process process) {
    this.process = process;
    this.readers =
        List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
  }

  /**
   * Starts the service.
   *
   * @param environment the whole of it
   * @param more class path entries besides the service's own
   */
  static ServiceProcess start(Map<String, String> environment, Path... more) throws IOException {
    StringBuilder classPath = new StringBuilder("target/classes:target/libs/*");
    for (Path entry : more) {
      classPath.append(':').append(entry);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath.toString(),
            Main.class.getName());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start());
  }

  /** Waits until it is ready; the port it listens on. */
  int port() {
    return Integer.parseInt(awaitOut(READY).group(1));
  }

  /** Waits until a line on standard output holds {@code pattern}. */
  MatchResult awaitOut(Pattern pattern) {
    return await()
        .atMost(PATIENCE)
        .until(() -> find(pattern), found -> found != null || !process.isAlive());
  }

  /** SIGTERM; what the process says meanwhile is still read, unlike with Process.destroy(). */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits for the end; the exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("still runs; its output: " + out + err);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    return process.exitValue();
  }

  /** Lines on standard output so far. */
  List<String> out() {
    return List.copyOf(out);
  }

  /** Lines on standard error so far. */
  List<String> err() {
    return List.copyOf(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private @Nullable MatchResult find(Pattern pattern) {
    for (String line : out) {
      var matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher.toMatchResult();
      }
    }
    return null;
  }

  private static Thread read(InputStream stream, List<String> lines) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
          } catch (UncheckedIOException | IOException _) {
            // The process is gone.
          }
        });
  }
}
