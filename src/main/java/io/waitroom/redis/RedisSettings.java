package io.waitroom.redis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach Redis.
 *
 * @param mode what answers at {@code nodes}
 * @param nodes host:port; one for standalone, the sentinels or any cluster nodes otherwise
 * @param sentinelMaster name of the primary that the sentinels watch; only in sentinel mode
 * @param database 0 to 15; 0 in cluster mode
 * @param tls whether to speak TLS
 * @param poolSize most connections per process (per node in cluster mode), at least 1
 * @param connectTimeout until a connection is given up
 * @param commandTimeout until a command is given up; with {@code poolTimeout} it bounds how long a
 *     caller waits
 * @param poolTimeout until a caller gives up waiting for a free connection
 */
public record RedisSettings(
    Mode mode,
    List<String> nodes,
    Optional<String> sentinelMaster,
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

  public RedisSettings {
    nodes = List.copyOf(nodes);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s at %s%s".formatted(mode, String.join(",", nodes), tls ? " over TLS" : "");
  }
}
