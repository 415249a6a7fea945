package io.waitroom.redis.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach Redis.
 *
 * @param mode what answers at {@code nodes}
 * @param nodes host:port; one for standalone, the sentinels or any cluster nodes otherwise
 * @param sentinel what the sentinels are asked; in sentinel mode and only there
 * @param username user of Redis' ACL; none means its default user
 * @param password none means no login; never printed
 * @param database 0 to {@value #MAX_DATABASE}; 0 in cluster mode
 * @param tls whether to speak TLS
 * @param poolSize most connections per process (per node in cluster mode), 1 to {@value
 *     #MAX_POOL_SIZE}; 64 by default, since a command takes well under 1 ms
 * @param connectTimeout until a connection is given up, 1 ms to 10 s; 1 s by default
 * @param commandTimeout until a command is given up, 1 ms to 10 s; 1 s by default. With {@code
 *     poolTimeout} it bounds how long a caller waits: together less than 2 s
 * @param poolTimeout until a caller gives up waiting for a free connection, 1 ms to 10 s; 500 ms by
 *     default
 */
public record RedisSettings(
    Mode mode,
    List<String> nodes,
    Optional<Sentinel> sentinel,
    Optional<String> username,
    Optional<String> password,
    int database,
    boolean tls,
    int poolSize,
    Duration connectTimeout,
    Duration commandTimeout,
    Duration poolTimeout) {
  /** What kind of Redis. */
  public enum Mode {
    /** One server. */
    STANDALONE,
    /** A primary found through sentinels. */
    SENTINEL,
    /** Redis Cluster. */
    CLUSTER
  }

  /**
   * How to ask the sentinels. They have users of their own.
   *
   * @param master name of the primary that they watch
   * @param username none means their default user
   * @param password none means no login; never printed
   */
  public record Sentinel(String master, Optional<String> username, Optional<String> password) {
    /** Without the password. */
    @Override
    public String toString() {
      return master;
    }
  }

  /** Highest number of a database. */
  public static final int MAX_DATABASE = 15;

  /** Largest pool that can be asked for. */
  public static final int MAX_POOL_SIZE = 10_000;

  /** Shortest timeout that can be asked for. */
  public static final Duration MIN_TIMEOUT = Duration.ofMillis(1);

  /** Longest timeout that can be asked for. */
  public static final Duration MAX_TIMEOUT = Duration.ofSeconds(10);

  /** What waiting for a connection and for a command may never reach together. */
  public static final Duration MAX_PATIENCE = Duration.ofSeconds(2);

  public RedisSettings {
    nodes = List.copyOf(nodes);
    require(!nodes.isEmpty(), "nodes must not be empty");
    require(mode != Mode.STANDALONE || nodes.size() == 1, "nodes must be one in standalone mode");
    require(
        (mode == Mode.SENTINEL) == sentinel.isPresent(),
        "sentinel must be given in sentinel mode and only there");
    require(
        database >= 0 && database <= (mode == Mode.CLUSTER ? 0 : MAX_DATABASE),
        "database must be 0 to %d, and 0 in cluster mode, not %d"
            .formatted(MAX_DATABASE, database));
    require(
        poolSize >= 1 && poolSize <= MAX_POOL_SIZE,
        "poolSize must be 1 to %d, not %d".formatted(MAX_POOL_SIZE, poolSize));
    requireTimeout("connectTimeout", connectTimeout);
    requireTimeout("commandTimeout", commandTimeout);
    requireTimeout("poolTimeout", poolTimeout);
    require(
        commandTimeout.plus(poolTimeout).compareTo(MAX_PATIENCE) < 0,
        "commandTimeout and poolTimeout together must be less than %s, not %s"
            .formatted(MAX_PATIENCE, commandTimeout.plus(poolTimeout)));
  }

  private static void requireTimeout(String field, Duration value) {
    require(
        value.compareTo(MIN_TIMEOUT) >= 0 && value.compareTo(MAX_TIMEOUT) <= 0,
        "%s must be %s to %s, not %s".formatted(field, MIN_TIMEOUT, MAX_TIMEOUT, value));
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s at %s%s".formatted(mode, String.join(",", nodes), tls ? " over TLS" : "");
  }
}
