package io.waitroom.redis;

import io.waitroom.ops.PoolUse;
import io.waitroom.room.RoomUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.Pool;

/**
 * The pooled connection to Redis in any of its three modes. Made at the first use, and again at the
 * next one while it cannot be made, so that a Redis which is away at the start delays nothing.
 *
 * <p>Thread-safe. A call takes at most the pool timeout plus the command timeout.
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
          "BUSY",
          "NOREPLICAS",
          "MISCONF");

  /**
   * Of those without a code of their own: what a script is told when a key of its room is on the
   * way to another node, and a client that is one too many.
   */
  private static final List<String> TRANSIENT_WORDS =
      List.of("attempted to access a non local key", "max number of clients reached");

  /** No event is called so. */
  private static final String NO_EVENT = "";

  private static final int CLUSTER_ATTEMPTS = 3;

  /** How long new connections are trusted, whatever becomes of older ones. */
  private static final Duration DISTRUST = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final ReentrantLock making = new ReentrantLock();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong distrustedNanos = new AtomicLong(System.nanoTime() - DISTRUST.toNanos());
  private volatile @Nullable UnifiedJedis client;
  private volatile boolean closed;

  /** Connects to nothing yet. */
  public RedisConnection(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs {@code call} on the client.
   *
   * @throws RoomUnavailableException when Redis cannot be reached, does not answer in time, or says
   *     "not now"
   */
  <T> T call(String what, Function<UnifiedJedis, T> call) {
    long startedNanos = System.nanoTime();
    underWay.incrementAndGet();
    try {
      return call.apply(client());
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
  RuntimeException failed(String what, JedisException e) {
    if (e instanceof JedisConnectionException || says("READONLY", String.valueOf(e.getMessage()))) {
      distrustIdle();
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
    if (client instanceof RedisClient single) {
      single.getPool().clear();
    }
  }

  /**
   * Where calls that are made at the same time can be sent together; empty where they cannot, in
   * Redis Cluster.
   */
  Optional<CallBatches> batches() {
    return settings.mode() == RedisSettings.Mode.CLUSTER
        ? Optional.empty()
        : Optional.of(new CallBatches(this, settings.poolTimeout()));
  }

  /** How the connections are used at this moment, over all nodes; asks nobody. */
  public PoolUse pool() {
    return switch (client) {
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
   * Whether Redis answers and takes writes: a write that changes nothing, takes no memory and needs
   * no more rights than the service does. In a cluster, whether the node of {@link Keys#EVENTS}
   * does.
   *
   * @throws RoomUnavailableException when it does not
   */
  public void ping() {
    call("ping", jedis -> jedis.srem(Keys.EVENTS, NO_EVENT));
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

  private UnifiedJedis client() {
    UnifiedJedis current = client;
    if (current != null) {
      return current;
    }
    making.lock();
    try {
      if (closed) {
        throw new JedisException("the connection is closed");
      }
      UnifiedJedis made = client;
      if (made == null) {
        made = make();
        client = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  private UnifiedJedis make() {
    Set<HostAndPort> nodes =
        settings.nodes().stream().map(HostAndPort::from).collect(Collectors.toSet());
    JedisClientConfig config = clientConfig();
    return switch (settings.mode()) {
      case STANDALONE ->
          RedisClient.builder()
              .hostAndPort(nodes.iterator().next())
              .clientConfig(config)
              .poolConfig(poolConfig())
              .build();
      case SENTINEL ->
          RedisSentinelClient.builder()
              .masterName(settings.sentinelMaster().orElseThrow())
              .sentinels(nodes)
              .sentinelClientConfig(transportConfig().build())
              .clientConfig(config)
              .poolConfig(poolConfig())
              .build();
      case CLUSTER ->
          RedisClusterClient.builder()
              .nodes(nodes)
              .clientConfig(config)
              .poolConfig(poolConfig())
              .maxAttempts(CLUSTER_ATTEMPTS)
              .maxTotalRetriesDuration(settings.commandTimeout())
              .build();
    };
  }

  private JedisClientConfig clientConfig() {
    DefaultJedisClientConfig.Builder config =
        transportConfig().clientName("waitroom").database(settings.database());
    settings.username().ifPresent(config::user);
    settings.password().ifPresent(config::password);
    return config.build();
  }

  /** What a connection to Redis and one to its sentinels have in common: timeouts and TLS. */
  private DefaultJedisClientConfig.Builder transportConfig() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(Math.toIntExact(settings.connectTimeout().toMillis()))
            .socketTimeoutMillis(Math.toIntExact(settings.commandTimeout().toMillis()));
    if (settings.tls()) {
      config.sslOptions(SslOptions.defaults());
    }
    return config;
  }

  private ConnectionPoolConfig poolConfig() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(settings.poolSize());
    pool.setMaxIdle(settings.poolSize());
    pool.setMaxWait(settings.poolTimeout());
    // First come, first served: without it a caller can be overtaken until its patience is used up.
    pool.setFairness(true);
    pool.setJmxEnabled(false);
    return pool;
  }

  /** Closes all connections; calls fail from now on. */
  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      UnifiedJedis current = client;
      client = null;
      if (current != null) {
        current.close();
      }
    } finally {
      making.unlock();
    }
  }
}
