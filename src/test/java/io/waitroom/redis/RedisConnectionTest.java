package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.RedisServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What callers see of connections that have died unseen, on a Redis of its own. */
class RedisConnectionTest {
  private static final int CONNECTIONS = 8;
  private static final String PING = "ping";
  private static final String LIST = "what-calls-wait-for";

  @Test
  void call_afterOneThatMetABrokenConnection_meetsNoOtherOne() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(redis.address()))) {
      occupyAtOnce(connection, redis);
      Awaitility.await().until(() -> connection.pool().idle() == CONNECTIONS);
      try (Jedis operator = new Jedis(redis.host(), redis.port())) {
        operator.clientKill(
            new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
      }
      assertThatExceptionOfType(RoomUnavailableException.class).isThrownBy(connection::ping);
      connection.ping();
      assertThat(connection.pool().idle()).isEqualTo(1);
    }
  }

  /**
   * Credentials that are rotated, or wrong for a while, are no reason to give up what was asked.
   */
  @ParameterizedTest
  @CsvSource({
    "config set requirepass secret, NOAUTH",
    "acl setuser default -ping, NOPERM",
    "acl setuser default reset, NOPERM|NOAUTH"
  })
  void call_thatRedisRefusesForItsCredentials_findsItUnavailable(String command, String code) {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection = new RedisConnection(RedisFixture.standalone(redis.address()));
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      String[] words = command.split(" ", -1);
      operator.sendCommand(
          Protocol.Command.valueOf(words[0].toUpperCase(Locale.ROOT)),
          Arrays.copyOfRange(words, 1, words.length));
      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(connection::ping)
          .withMessageMatching("ping: (" + code + ") .*");
    }
  }

  @Test
  void call_ofAClientThatIsOneTooMany_findsItUnavailable() {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(redis.address(), "secret"));
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      operator.configSet("requirepass", "secret");
      operator.configSet("maxclients", "1");
      assertThatExceptionOfType(RoomUnavailableException.class).isThrownBy(connection::ping);
      operator.configSet("maxclients", "100");
      connection.ping();
    }
  }

  /** So many calls at the same moment that each needs a connection of its own. */
  private static void occupyAtOnce(RedisConnection connection, RedisServer redis) {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      for (int i = 0; i < CONNECTIONS; i++) {
        var _ = callers.submit(() -> connection.call(PING, jedis -> jedis.blpop(0, LIST)));
      }
      try {
        Awaitility.await().until(() -> connection.pool().active() == CONNECTIONS);
      } finally {
        operator.rpush(LIST, "1", "2", "3", "4", "5", "6", "7", "8");
      }
    }
  }
}
