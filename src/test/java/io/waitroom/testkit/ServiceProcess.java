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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged service as a child process, on its own class path: {@code target/classes} and {@code
 * target/libs}, nothing of the tests. Its environment is exactly the one given, plus what any
 * process needs ({@code PATH}, {@code HOME} and the like).
 */
public final class ServiceProcess implements AutoCloseable {
  /** The JVM flags of production, as arguments of {@code java}. */
  public static final List<String> PRODUCTION_FLAGS =
      productionFlags(Path.of("src", "docker").toAbsolutePath());

  private static final String MAIN = "io.waitroom.boot.Main";
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(2);
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_TOOL_OPTIONS");

  private static final List<String> TEST_FLAGS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

  private static final Pattern READY = Pattern.compile("ready on [^ ]*:(\\d+)");

  private final ChildProcess process;
  private final int givenPort;

  private ServiceProcess(ChildProcess process, int givenPort) {
    this.process = process;
    this.givenPort = givenPort;
  }

  /**
   * Starts the service; {@code SERVER_PORT} is a free port unless given; 0 lets the service choose.
   * It is not ready yet: {@link #awaitReady()}.
   *
   * @param moreClassPath entries besides the service's own
   */
  public static ServiceProcess start(Map<String, String> environment, Path... moreClassPath) {
    return start(environment, line -> {}, moreClassPath);
  }

  /** Like {@link #start(Map, Path...)}, with the image's JVM flags and others, and ready. */
  public static ServiceProcess startAsInProduction(
      Map<String, String> environment, String... moreFlags) {
    return launchAsInProduction(environment, moreFlags).awaitReady();
  }

  /** Like {@link #startAsInProduction}, and not ready yet. */
  public static ServiceProcess launchAsInProduction(
      Map<String, String> environment, String... moreFlags) {
    List<String> flags = new ArrayList<>(PRODUCTION_FLAGS);
    flags.addAll(List.of(moreFlags));
    return launch(List.of(), arguments(flags), environment, line -> {});
  }

  /** Like {@link #startAsInProduction}, and may open so many files only. */
  public static ServiceProcess startWithFiles(int files, Map<String, String> environment) {
    List<String> limit = List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh");
    return launch(limit, arguments(PRODUCTION_FLAGS), environment, line -> {}).awaitReady();
  }

  /** Like {@link #start(Map, Path...)}; the listener gets each line that the service writes. */
  public static ServiceProcess start(
      Map<String, String> environment, Consumer<String> listener, Path... moreClassPath) {
    return launch(List.of(), arguments(TEST_FLAGS, moreClassPath), environment, listener);
  }

  /**
   * Starts any Helidon service that listens on {@code SERVER_PORT}.
   *
   * @param javaArguments what follows {@code java}, the main class included
   */
  public static ServiceProcess launch(
      List<String> javaArguments, Map<String, String> environment, Consumer<String> listener) {
    return launch(List.of(), javaArguments, environment, listener);
  }

  /**
   * The JVM flags of production from a folder, as arguments of {@code java}. No container limits
   * this process, so the last flag names the limit of production.
   */
  static List<String> productionFlags(Path folder) {
    return List.of("@" + folder.resolve("jvm.options"), "-XX:MaxRAM=256m");
  }

  private static List<String> arguments(List<String> flags, Path... moreClassPath) {
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(List.of("-cp", classPath(moreClassPath), MAIN));
    return arguments;
  }

  private static ServiceProcess launch(
      List<String> launcher,
      List<String> javaArguments,
      Map<String, String> environment,
      Consumer<String> listener) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.computeIfAbsent("SERVER_PORT", name -> Integer.toString(Ports.free()));
    variables.putIfAbsent("MANAGEMENT_PORT", "0");
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaArguments);
    ProcessBuilder builder = new ProcessBuilder(command);
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
    return "http://127.0.0.1:" + port();
  }

  /** The port it listens on; waits for it to say so where it was to choose. */
  public int port() {
    return givenPort != 0 ? givenPort : Integer.parseInt(awaitLine(READY).group(1));
  }

  /** A caller of it. */
  public Api api() {
    return new Api(URI.create(url()));
  }

  /** Waits until a line that it writes holds {@code pattern}. */
  public MatchResult awaitLine(Pattern pattern) {
    process.await("write " + pattern, READY_LIMIT, () -> find(pattern).isPresent());
    return find(pattern).orElseThrow();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM; returns at once. */
  public void signalTerm() {
    process.signalTerm();
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

  /** The lines of its standard output so far. */
  public List<String> out() {
    return process.out();
  }

  /** The lines of its standard error so far. */
  public List<String> err() {
    return process.err();
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

  private Optional<MatchResult> find(Pattern pattern) {
    return process.output().stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  private static String classPath(Path... more) {
    Path target = Path.of("target").toAbsolutePath();
    for (Path needed : List.of(target.resolve("classes"), target.resolve("libs"))) {
      if (!Files.isDirectory(needed)) {
        throw new IllegalStateException(needed + " is missing: mvn process-classes makes it");
      }
    }
    return Stream.concat(
            Stream.of(target.resolve("classes"), target.resolve("libs").resolve("*")),
            Stream.of(more))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
