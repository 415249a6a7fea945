package io.waitroom.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.waitroom.redis.RedisFixture;
import io.waitroom.redis.script.Keys;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.UserId;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SlowProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** What callers see of connections that have died unseen, on a Redis of its own. */
public class RedisConnectionTest {
  private static final int CONNECTIONS = 8;
  private static final String PING = "ping";
  private static final String LIST = "what-calls-wait-for";

  @Test
  public void call_afterOneThatMetABrokenConnection_meetsNoOtherOne() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(redis.address()))) {
      occupyAtOnce(connection, redis);
      Awaitility.await().until(() -> connection.pool().idle() == CONNECTIONS);
      try (Jedis operator = new Jedis(redis.host(), redis.port())) {
        operator.clientKill(
            new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
      }
      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(() -> connection.ping(Keys.EVENTS));
      connection.ping(Keys.EVENTS);
      assertThat(connection.pool().idle()).isEqualTo(1);
    }
  }

  /**
   * Credentials that are rotated, or wrong for a while, are no reason to give up what was asked.
   */
  @ParameterizedTest
  @CsvSource({
    "config set requirepass secret, NOAUTH",
    "acl setuser default -srem, NOPERM",
    "acl setuser default reset, NOPERM|NOAUTH"
  })
  public void call_thatRedisRefusesForItsCredentials_findsItUnavailable(
      String command, String code) {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection = new RedisConnection(RedisFixture.standalone(redis.address()));
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      String[] words = command.split(" ", -1);
      operator.sendCommand(
          Protocol.Command.valueOf(words[0].toUpperCase(Locale.ROOT)),
          Arrays.copyOfRange(words, 1, words.length));
      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(() -> connection.ping(Keys.EVENTS))
          .withMessageMatching("ping: (" + code + ") .*");
    }
  }

  /** Nobody but the replica itself has told, and no caller has had to fail. */
  @Test
  public void ping_ofAReplica_findsItUnavailable() {
    try (RedisServer primary = RedisServer.start();
        RedisServer replica = replicaOf(primary);
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(replica.address()))) {
      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(() -> connection.ping(Keys.EVENTS))
          .withMessageStartingWith("ping: READONLY ");
    }
  }

  @Test
  public void f51_advice_whereRedisMayEvict_namesThePolicy() {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection = new RedisConnection(RedisFixture.standalone(redis.address()));
        Jedis operator = redis.connect()) {
      assertThat(connection.advice(Keys.EVENTS)).isEmpty();
      operator.configSet("maxmemory-policy", "allkeys-lru");
      assertThat(connection.advice(Keys.EVENTS).orElseThrow())
          .contains("allkeys-lru", "noeviction");
    }
  }

  @Test
  public void ping_changesNothing() {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection = new RedisConnection(RedisFixture.standalone(redis.address()));
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      String before = changes(operator);
      connection.ping(Keys.EVENTS);
      assertThat(operator.dbSize()).isZero();
      assertThat(changes(operator)).isEqualTo(before);
    }
  }

  private static String changes(Jedis operator) {
    return operator
        .info("persistence")
        .lines()
        .filter(line -> line.startsWith("rdb_changes_since_last_save:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void connection_inUseWhenAnotherMetAReplica_isNotUsedAgain() throws Exception {
    try (RedisServer primary = RedisServer.start();
        RedisServer replica = replicaOf(primary);
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(replica.address()));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch release = new CountDownLatch(1);
      Future<?> reader = callers.submit(() -> connection.call("read", held(release)));
      try {
        Awaitility.await().until(() -> connection.pool().active() == 1);
        assertThatExceptionOfType(RoomUnavailableException.class)
            .isThrownBy(() -> connection.ping(Keys.EVENTS));
      } finally {
        release.countDown();
      }
      assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo(false);
      assertThat(connection.pool().idle()).isZero();
    }
  }

  /** A read whose connection is held until the latch opens. */
  private static Function<UnifiedJedis, Boolean> held(CountDownLatch release) {
    return jedis -> {
      try (AbstractPipeline pipeline = jedis.pipelined()) {
        Response<Boolean> there = pipeline.exists(Keys.EVENTS);
        release.await();
        pipeline.sync();
        return there.get();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** The address moves, as a Kubernetes Service does, and the old primary lives on as a replica. */
  @Test
  public void call_atAnAddressThatMovedToAnotherPrimary_findsIt() {
    try (Failover failover = new Failover();
        RedisFixture fixture =
            RedisFixture.on(RedisFixture.standalone(failover.address.address()))) {
      fixture.open(RedisFixture.SETTINGS);
      AdmitResult _ = fixture.room.admit(fixture.event, 1);
      failover.run();

      soon(() -> fixture.room.remove(fixture.event));
      fixture.connection.ping(Keys.EVENTS);
    }
  }

  /** Buyers' calls travel together, and the error is in the answer to each. */
  @Test
  public void buyersCall_atAnAddressThatMovedToAnotherPrimary_findsIt() throws Exception {
    try (Failover failover = new Failover();
        RedisFixture fixture =
            RedisFixture.on(RedisFixture.standalone(failover.address.address()))) {
      fixture.open(RedisFixture.SETTINGS);
      fixture.join("alice");
      failover.run();

      soon(() -> fixture.join("bob").ticket() > 1); // another server, F-73
      Callable<Boolean> again =
          () ->
              fixture.room.join(fixture.event, new UserId("carol"), Optional.of("carols-own-key"))
                  instanceof JoinResult.Joined;
      assertThat(AtOnce.run(Collections.nCopies(100, again))).containsOnly(true);
    }
  }

  private static void soon(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .ignoreException(RoomUnavailableException.class)
        .until(condition);
  }

  private static RedisServer replicaOf(RedisServer primary) {
    return RedisServer.start("--replicaof", primary.host(), Integer.toString(primary.port()));
  }

  /** A primary behind an address, and the replica that takes its place and its address. */
  private static final class Failover implements AutoCloseable {
    final RedisServer old = RedisServer.start("--repl-diskless-sync-delay", "0");
    final RedisServer next = replicaOf(old);
    final SlowProxy address = SlowProxy.to(old.port());

    void run() {
      try (Jedis onOld = old.connect();
          Jedis onNext = next.connect()) {
        assertThat(onOld.waitReplicas(1, 20_000)).isEqualTo(1);
        onNext.replicaofNoOne();
        onOld.replicaof(next.host(), next.port());
        address.leadTo(next.port());
      }
    }

    @Override
    public void close() {
      address.close();
      next.close();
      old.close();
    }
  }

  /** One caller asks each of them in turn, a second each; nobody else waits as long, nor a stop. */
  @Test
  public void call_whileSentinelsDoNotAnswer_isNotKeptBehindTheAttempt() throws Exception {
    List<ServerSocket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        silent.add(new ServerSocket(Ports.free(), 50, InetAddress.getLoopbackAddress()));
      }
      List<String> nodes =
          silent.stream().map(socket -> "127.0.0.1:" + socket.getLocalPort()).toList();
      RedisConnection connection =
          new RedisConnection(
              RedisFixture.settings(RedisSettings.Mode.SENTINEL, nodes, Optional.of("waitroom")));
      FutureTask<Void> attempt = new FutureTask<>(() -> connection.ping(Keys.EVENTS), null);
      Thread thread = Thread.ofPlatform().start(attempt);
      Awaitility.await().until(() -> connects(thread));

      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(() -> connection.ping(Keys.EVENTS));
      assertThat(attempt.isDone()).isFalse();
      connection.close();
      assertThat(attempt.isDone()).isFalse();
      thread.join();
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
  }

  private static boolean connects(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("SentineledConnectionProvider"));
  }

  @Test
  public void call_ofAClientThatIsOneTooMany_findsItUnavailable() {
    try (RedisServer redis = RedisServer.start();
        RedisConnection connection =
            new RedisConnection(RedisFixture.standalone(redis.address(), "secret"));
        Jedis operator = new Jedis(redis.host(), redis.port())) {
      operator.configSet("requirepass", "secret");
      operator.configSet("maxclients", "1");
      assertThatExceptionOfType(RoomUnavailableException.class)
          .isThrownBy(() -> connection.ping(Keys.EVENTS));
      operator.configSet("maxclients", "100");
      connection.ping(Keys.EVENTS);
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
