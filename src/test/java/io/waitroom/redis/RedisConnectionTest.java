package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.RedisServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What callers see of connections that have died unseen, on a Redis of its own. */
class RedisConnectionTest {
  private static final int CONNECTIONS = 8;
  private static final String PING = "ping";

  @Test
  void call_afterOneThatMetABrokenConnection_meetsNoOtherOne() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(redis.address()))) {
      occupyAtOnce(connection);
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

  /** So many calls at the same moment that each needs a connection of its own. */
  private static void occupyAtOnce(RedisConnection connection) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        var _ =
            callers.submit(
                () -> connection.call(PING, jedis -> jedis.blpop(1, "nobody-writes-here")));
      }
      Awaitility.await().until(() -> connection.pool().active() == CONNECTIONS);
    }
  }
}
