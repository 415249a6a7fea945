package io.waitroom.redis.client;

import io.waitroom.ops.PoolUse;
import io.waitroom.room.RoomUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.util.Pool;

/**
 * The pooled connection to Redis in any of its three modes. Made at the first use, so that a Redis
 * which is away at the start delays nothing.
 *
 * <p>Thread-safe. A call takes at most the pool timeout plus the command timeout; but for the one
 * that makes the client, which asks each sentinel or node of a cluster in turn.
 */
public final class RedisConnection implements AutoCloseable {
  /**
   * Error replies that mean "not now" rather than "not so". Those about credentials too: while they
   * are rotated, or an operator mends a mistake, nothing is wrong with what was asked.
   */
  private static final Set<String> TRANSIENT_ERRORS =
      Set.of(
          "NOAUTH",
          "WRONGPASS",
          "NOPERM",
          "OOM",
          "LOADING",
          "READONLY",
          "MASTERDOWN",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "MOVED",
          "BUSY",
          "NOREPLICAS",
          "MISCONF");

  /**
   * Of those without a code of their own: what a script is told when a key of its room is on the
   * way to another node, a client that is one too many, a right that a script lacks, and
   * credentials or a database that the handshake offers in vain.
   */
  private static final List<String> TRANSIENT_WORDS =
      List.of(
          "attempted to access a non local key",
          "max number of clients reached",
          "user executing the script can't run",
          "ACL failure in script",
          "without any password configured",
          "DB index is out of range",
          "SELECT is not allowed in cluster mode");

  private static final String EVICTION_POLICY =
      "return string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:(%S+)') or 'noeviction'";

  private static final String KEEPS_ALL = "noeviction";

  private static final String WRONG_MODE =
      "Redis is a node of a cluster and knows only some of the rooms: set REDIS_MODE=cluster";

  private static final String NO_MEMBER = "";

  /** Whether scripts may ask what they have to; where there is no cluster they may. */
  private static final String RIGHTS =
      """
      for _, ask in ipairs({{'CLUSTER', 'NODES'}, {'INFO', 'server'}}) do
        local answer = redis.pcall(unpack(ask))
        if type(answer) == 'table' and not string.find(answer.err, 'cluster support disabled', 1, true) then
          return redis.error_reply('NOPERM scripts cannot call ' .. table.concat(ask, ' ') .. ': ' .. answer.err)
        end
      end
      return 1
      """;

  /** How long new connections are trusted, whatever becomes of older ones. */
  private static final Duration DISTRUST = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong distrustedNanos = new AtomicLong(System.nanoTime() - DISTRUST.toNanos());
  private final LazyClient client;
  private volatile @Nullable JedisMovedDataException redirected;

  /** Connects to nothing yet. */
  public RedisConnection(RedisSettings settings) {
    this.settings = settings;
    this.client = new LazyClient(new ClientMaker(settings)::make, settings.poolTimeout());
  }

  /**
   * Runs {@code call} on the client.
   *
   * @throws RoomUnavailableException when Redis cannot be reached, does not answer in time, or says
   *     "not now"
   */
  public <T> T call(String what, Function<UnifiedJedis, T> call) {
    long startedNanos = System.nanoTime();
    underWay.incrementAndGet();
    try {
      return call.apply(client.get());
    } catch (JedisException e) {
      throw failed(what, e);
    } finally {
      underWay.decrementAndGet();
      // Race: this one's connection was in use when the idle ones were closed, and is idle now.
      if (distrustedNanos.get() - startedNanos > 0) {
        closeIdle();
      }
    }
  }

  /**
   * What a failure is to those who called: Redis is away, or says "not now", or it is a bug. One
   * that tells of a broken connection, or of one to a server that is no longer the primary, ends
   * the trust in those that are idle.
   */
  public RuntimeException failed(String what, JedisException e) {
    if (e instanceof JedisConnectionException || says("READONLY", String.valueOf(e.getMessage()))) {
      distrustIdle();
    }
    if (e instanceof JedisMovedDataException moved && takesAnyKey()) {
      redirected = moved;
      return new RoomUnavailableException(what + ": " + WRONG_MODE, e);
    }
    return e instanceof JedisDataException data && !isTransient(data)
        ? e
        : new RoomUnavailableException(what + ": " + e.getMessage(), e);
  }

  /**
   * Closes the idle connections after one that was broken or led to a replica: they are as old, and
   * whoever tried again would meet one after the other. Once in a while only, so that those made
   * since are kept. In a cluster the others are other nodes', and sentinels have their pool made
   * anew.
   */
  private void distrustIdle() {
    long now = System.nanoTime();
    long last = distrustedNanos.get();
    if (now - last >= DISTRUST.toNanos() && distrustedNanos.compareAndSet(last, now)) {
      closeIdle();
    }
  }

  private void closeIdle() {
    if (client.made() instanceof RedisClient single) {
      single.getPool().clear();
    }
  }

  /**
   * Returns whether one connection takes calls on any key, so that several can be sent together; in
   * Redis Cluster each node redirects what is another node's.
   */
  public boolean takesAnyKey() {
    return settings.mode() != RedisSettings.Mode.CLUSTER;
  }

  /** Returns how long a call waits for a connection. */
  public Duration poolTimeout() {
    return settings.poolTimeout();
  }

  /** How the connections are used at this moment, over all nodes; asks nobody. */
  public PoolUse pool() {
    return switch (client.made()) {
      case null -> PoolUse.none(settings.poolSize());
      case RedisClient single -> use(List.of(single.getPool()));
      case RedisClusterClient cluster -> use(cluster.getClusterNodes().values());
      // The sentinels' pool changes with the primary and is nobody else's business: reckoned.
      default -> {
        int calls = underWay.get();
        int active = Math.min(calls, settings.poolSize());
        yield new PoolUse(active, 0, calls - active, settings.poolSize());
      }
    };
  }

  private static PoolUse use(Collection<? extends Pool<Connection>> pools) {
    return new PoolUse(
        pools.stream().mapToInt(Pool::getNumActive).sum(),
        pools.stream().mapToInt(Pool::getNumIdle).sum(),
        pools.stream().mapToInt(Pool::getNumWaiters).sum(),
        pools.stream().mapToInt(Pool::getMaxTotal).sum());
  }

  /**
   * Checks that Redis answers, takes writes and grants what scripts have to ask: by a write that
   * changes nothing and takes no memory, and by a script that asks. In a cluster, that the node of
   * {@code set} does. A server that has sent a call to another node is no longer good for any.
   *
   * @param set the key of a set that never holds an empty member
   * @throws RoomUnavailableException when it does not
   */
  public void ping(String set) {
    JedisMovedDataException moved = redirected;
    if (moved != null) {
      throw new RoomUnavailableException("ping: " + WRONG_MODE, moved);
    }
    call("ping", jedis -> jedis.srem(set, NO_MEMBER));
    call("ping", jedis -> jedis.eval(RIGHTS, 1, set));
  }

  /**
   * Returns what operators should change in Redis although it works; empty when there is nothing.
   *
   * @param key any; in a cluster, its node is asked
   * @throws RoomUnavailableException when it cannot be asked
   */
  public Optional<String> advice(String key) {
    Object policy = call("advice", jedis -> jedis.eval(EVICTION_POLICY, 1, key));
    return KEEPS_ALL.equals(policy)
        ? Optional.empty()
        : Optional.of(
            "maxmemory-policy %s lets Redis drop sessions and limits: set %s"
                .formatted(policy, KEEPS_ALL));
  }

  private static boolean isTransient(JedisDataException e) {
    String message = String.valueOf(e.getMessage());
    return TRANSIENT_ERRORS.stream().anyMatch(code -> says(code, message))
        || TRANSIENT_WORDS.stream().anyMatch(message::contains);
  }

  /** Inside a script the code comes first too, sometimes behind "ERR" or a dash. */
  private static boolean says(String code, String message) {
    return message.startsWith(code + " ") || message.contains("-" + code + " ");
  }

  /** Closes all connections; calls fail from now on. Waits for no attempt to connect. */
  @Override
  public void close() {
    client.close();
  }
}
