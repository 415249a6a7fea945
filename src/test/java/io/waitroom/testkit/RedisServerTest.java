package io.waitroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The real redis-server under control. */
class RedisServerTest {
  @Test
  void start_answersAndKeepsNothing() {
    try (RedisServer server = RedisServer.start();
        Jedis jedis = server.connect()) {
      assertThat(jedis.set("key", "value")).isEqualTo("OK");
      assertThat(jedis.configGet("save")).containsEntry("save", "");
      assertThat(jedis.configGet("appendonly")).containsEntry("appendonly", "no");
      server.flush();
      assertThat(jedis.dbSize()).isZero();
    }
  }

  @Test
  void shared_isOneServer() {
    assertThat(RedisServer.shared()).isSameAs(RedisServer.shared());
    assertThat(RedisServer.shared().pid()).isPositive();
  }

  @Test
  void killAndRestart_samePortAndData() {
    try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always")) {
      try (Jedis jedis = server.connect()) {
        jedis.set("key", "value");
      }
      server.kill();
      assertThatExceptionOfType(JedisConnectionException.class).isThrownBy(server::flush);
      server.restart();
      try (Jedis jedis = server.connect()) {
        assertThat(jedis.get("key")).isEqualTo("value");
      }
    }
  }

  @Test
  void freeze_keepsConnectionAndAnswersNothingUntilThawed() {
    try (RedisServer server = RedisServer.start()) {
      server.freeze();
      assertThatExceptionOfType(JedisConnectionException.class)
          .isThrownBy(() -> pingImpatiently(server))
          .withMessageContaining("Read timed out");
      server.thaw();
      try (Jedis jedis = server.connect()) {
        assertThat(jedis.ping()).isEqualTo("PONG");
      }
    }
  }

  @Test
  void start_passwordGiven_isUsed() {
    try (RedisServer server = RedisServer.start("--requirepass", "secret")) {
      server.flush();
    }
  }

  @Test
  void start_badArgument_saysWhy() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> RedisServer.start(Ports.free(), "--no-such-directive", "1"))
        .withMessageContaining("did not answer PING")
        .withMessageContaining("no-such-directive");
  }

  @Test
  void close_removesItsDirectory() {
    Path directory;
    try (RedisServer server = RedisServer.start();
        Jedis jedis = server.connect()) {
      directory = Path.of(jedis.configGet("dir").getOrDefault("dir", ""));
      assertThat(directory).exists();
    }
    assertThat(Files.exists(directory)).isFalse();
  }

  @Test
  void cluster_servesEverySlot() {
    try (RedisCluster cluster = RedisCluster.start()) {
      RedisServer first = cluster.nodes().getFirst();
      try (RedisClusterClient client =
          RedisClusterClient.create(new HostAndPort(first.host(), first.port()))) {
        for (int key = 0; key < 50; key++) {
          client.set("key-" + key, "value");
        }
      }
      assertThat(cluster.nodes()).allSatisfy(node -> assertThat(keys(node)).isPositive());
      cluster.flush();
      assertThat(cluster.nodes()).allSatisfy(node -> assertThat(keys(node)).isZero());
    }
  }

  @Test
  void sentinel_primaryKilled_replicaTakesOver() {
    try (RedisSentinel sentinel = RedisSentinel.start()) {
      assertThat(sentinel.currentPrimary().getPort()).isEqualTo(sentinel.primary().port());
      sentinel.primary().kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> sentinel.currentPrimary().getPort() == sentinel.replica().port());
    }
  }

  private static long keys(RedisServer node) {
    try (Jedis jedis = node.connect()) {
      return jedis.dbSize();
    }
  }

  private static void pingImpatiently(RedisServer server) {
    var config = DefaultJedisClientConfig.builder().socketTimeoutMillis(200).build();
    try (Jedis jedis = new Jedis(new HostAndPort(server.host(), server.port()), config)) {
      var _ = jedis.ping();
    }
  }
}
