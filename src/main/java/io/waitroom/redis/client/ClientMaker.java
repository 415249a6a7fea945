package io.waitroom.redis.client;

import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;

/** Makes clients of Redis as the settings say. */
public final class ClientMaker {
  private static final int CLUSTER_ATTEMPTS = 3;

  private final RedisSettings settings;

  public ClientMaker(RedisSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes one: a standalone client without a question to Redis; with sentinels or in a cluster it
   * asks one after the other until one knows the rest, a connect and a command timeout each.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when none of them answers
   */
  public UnifiedJedis make() {
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
              .masterName(settings.sentinel().orElseThrow().master())
              .sentinels(nodes)
              .sentinelClientConfig(sentinelConfig(settings.sentinel().orElseThrow()))
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

  private JedisClientConfig sentinelConfig(RedisSettings.Sentinel sentinel) {
    DefaultJedisClientConfig.Builder config = transportConfig();
    sentinel.username().ifPresent(config::user);
    sentinel.password().ifPresent(config::password);
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
}
