package io.waitroom.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A real primary with one replica and one sentinel (quorum 1) that promotes the replica a second
 * after the primary is gone.
 */
public final class RedisSentinel implements AutoCloseable {
  private static final String MASTER_NAME = "waitroom";
  private static final Duration FORM_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final RedisServer primary;
  private final RedisServer replica;
  private final RedisServer sentinel;

  private RedisSentinel(RedisServer primary, RedisServer replica, RedisServer sentinel) {
    this.primary = primary;
    this.replica = replica;
    this.sentinel = sentinel;
  }

  /** Starts all three and returns when the replica is in sync and the sentinel knows it. */
  public static RedisSentinel start() {
    return start(null);
  }

  /** As {@link #start()}, with a password that only the sentinel asks for. */
  public static RedisSentinel start(@Nullable String password) {
    RedisServer primary = RedisServer.start("--repl-diskless-sync-delay", "0");
    RedisServer replica =
        RedisServer.start("--replicaof", primary.host(), Integer.toString(primary.port()));
    List<String> configuration = new ArrayList<>();
    configuration.add(
        "sentinel monitor %s %s %d 1".formatted(MASTER_NAME, primary.host(), primary.port()));
    configuration.add("sentinel down-after-milliseconds " + MASTER_NAME + " 1000");
    configuration.add("sentinel failover-timeout " + MASTER_NAME + " 5000");
    if (password != null) {
      configuration.add("requirepass " + password);
    }
    RedisServer sentinel = RedisServer.startSentinel(configuration, password);
    RedisSentinel started = new RedisSentinel(primary, replica, sentinel);
    try {
      started.await(started::isComplete);
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** The name under which the sentinel knows the primary. */
  public String masterName() {
    return MASTER_NAME;
  }

  /** The sentinel as {@code host:port}. */
  public String addresses() {
    return sentinel.address();
  }

  /** The server that was the primary at the start. */
  public RedisServer primary() {
    return primary;
  }

  /** The server that was the replica at the start. */
  public RedisServer replica() {
    return replica;
  }

  /** The sentinel itself. */
  public RedisServer sentinel() {
    return sentinel;
  }

  /** Where the sentinel says that the primary is now. */
  public HostAndPort currentPrimary() {
    try (Jedis jedis = sentinel.connect()) {
      List<String> address = jedis.sentinelGetMasterAddrByName(MASTER_NAME);
      return new HostAndPort(address.get(0), Integer.parseInt(address.get(1)));
    }
  }

  @Override
  public void close() {
    sentinel.close();
    replica.close();
    primary.close();
  }

  private boolean isComplete() {
    try (Jedis onReplica = replica.connect();
        Jedis onSentinel = sentinel.connect()) {
      return onReplica.info("replication").contains("master_link_status:up")
          && onSentinel.sentinelReplicas(MASTER_NAME).size() == 1;
    }
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + FORM_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no complete set of primary, replica and sentinel");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
