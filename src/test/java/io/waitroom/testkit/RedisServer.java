package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real redis-server on 127.0.0.1, in a temporary directory of its own, with no persistence unless
 * its arguments ask for it. Not thread-safe, apart from the accessors.
 */
public final class RedisServer extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int CALL_LIMIT_MS = 5_000;
  private static final int START_ATTEMPTS = 3;

  private final int port;
  private final List<String> command;
  private final @Nullable String password;

  private RedisServer(Path directory, int port, List<String> command, @Nullable String password) {
    super("redis-server on port " + port, directory, STOP_LIMIT);
    this.port = port;
    this.command = command;
    this.password = password;
  }

  /**
   * Starts a server on a free port and returns when it answers PING.
   *
   * @param extraConfigArgs more of redis-server's own arguments, such as {@code "--appendonly",
   *     "yes"}; they win over the defaults
   */
  public static RedisServer start(String... extraConfigArgs) {
    return start(Ports::free, extraConfigArgs);
  }

  /** As {@link #start(String...)}, a node of a Redis Cluster. */
  static RedisServer startClusterNode(String... extraConfigArgs) {
    return start(Ports::freeForClusterNode, extraConfigArgs);
  }

  private static RedisServer start(IntSupplier ports, String... extraConfigArgs) {
    IllegalStateException failure = null;
    for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      try {
        return start(ports.getAsInt(), extraConfigArgs);
      } catch (IllegalStateException e) {
        failure = e; // another process may have taken the port since we asked
      }
    }
    throw new IllegalStateException("no redis-server after " + START_ATTEMPTS + " tries", failure);
  }

  /** Starts a server on the given port. */
  public static RedisServer start(int port, String... extraConfigArgs) {
    Path directory = OrphanKiller.temporaryDirectory("redis");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    arguments.addAll(List.of("--dir", directory.toString(), "--save", "", "--appendonly", "no"));
    arguments.addAll(List.of(extraConfigArgs));
    int at = arguments.lastIndexOf("--requirepass");
    String password = at < 0 ? null : arguments.get(at + 1);
    return launched(new RedisServer(directory, port, command(arguments), password));
  }

  /** Starts a sentinel on a free port. */
  static RedisServer startSentinel(List<String> configuration, @Nullable String password) {
    Path directory = OrphanKiller.temporaryDirectory("sentinel");
    Path file = directory.resolve("sentinel.conf");
    int port = Ports.free();
    List<String> content = new ArrayList<>();
    content.addAll(List.of("port " + port, "bind 127.0.0.1", "dir " + directory));
    content.addAll(configuration);
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    List<String> arguments = List.of(file.toString(), "--sentinel");
    return launched(new RedisServer(directory, port, command(arguments), password));
  }

  /**
   * The server of this JVM, started when first asked for: use event ids of your own, or flush. Do
   * not stop it.
   */
  public static RedisServer shared() {
    return Shared.SERVER;
  }

  /** Always 127.0.0.1. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Host and port, as {@code REDIS_ADDR} wants them. */
  public String address() {
    return host() + ":" + port;
  }

  /** A new connection to it; the caller closes it. */
  public Jedis connect() {
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(CALL_LIMIT_MS)
            .socketTimeoutMillis(CALL_LIMIT_MS)
            .password(password)
            .build();
    return new Jedis(new HostAndPort(host(), port), config);
  }

  /** Removes every key. */
  public void flush() {
    try (Jedis jedis = connect()) {
      jedis.flushAll();
    }
  }

  private static RedisServer launched(RedisServer server) {
    server.launchOrClose();
    return server;
  }

  @Override
  void launch() {
    Ports.requireFree(port);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory().toFile());
    ChildProcess started = ChildProcess.start(name(), builder);
    runs(started);
    started.await("answer PING", START_LIMIT, this::answers);
  }

  private boolean answers() {
    try (Jedis jedis = connect()) {
      return "PONG".equals(jedis.ping());
    } catch (JedisConnectionException e) {
      return false; // not listening yet
    } catch (JedisDataException e) {
      return false; // loading its data
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(arguments.size() + 1);
    command.add(Executable.PATH);
    command.addAll(arguments);
    return List.copyOf(command);
  }

  /** The redis-server binary of this platform, unpacked once in a JVM. */
  private static final class Executable {
    static final String PATH = unpack();

    private static String unpack() {
      Path directory = OrphanKiller.temporaryDirectory("redis-binary");
      try {
        return ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getPath();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack redis-server", e);
      }
    }
  }

  /** Holder of the shared server, so that it starts on first use only. */
  private static final class Shared {
    static final RedisServer SERVER = startShared();

    private static RedisServer startShared() {
      RedisServer server = RedisServer.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "redis-stop"));
      return server;
    }
  }
}
