package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.script.Keys;
import io.waitroom.room.ClientName;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.Outbox;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisSentinel;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SlotMove;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The same scripts on all three kinds of Redis, and what callers see while it is away. */
class TopologyTest {
  /** As deploy.md has them. */
  private static final String RIGHTS =
      "+@read +@write +@scripting +@connection +time +info +cluster|nodes";

  private static void walkThroughALife(RedisFixture fixture) {
    fixture.open(RedisFixture.SETTINGS);
    SessionRef alice = fixture.join("alice");
    SessionRef bob = fixture.join("bob");
    fixture.room.admit(fixture.event, 1);
    assertThat(fixture.room.standing(alice)).isInstanceOf(Standing.Admitted.class);
    assertThat(fixture.room.settle(alice, new UserId("alice"), Outcome.COMPLETED))
        .isEqualTo(new SettleResult.Settled(SessionStatus.COMPLETED));
    assertThat(fixture.room.leave(bob, LeaveCause.USER_LEFT)).isInstanceOf(LeaveResult.Left.class);
    fixture.room.sweep(fixture.event, 10);
    List<Outbox.Entry> entries =
        fixture.outbox.claim(fixture.event, "test", Duration.ofSeconds(5), 100);
    assertThat(entries).hasSize(4);
    fixture.outbox.done(fixture.event, "test", entries.stream().map(Outbox.Entry::id).toList());
    assertThat(fixture.directory.refreshEvents()).contains(fixture.event);
    assertThat(fixture.directory.find(fixture.event).orElseThrow().outboxLength()).isZero();
    assertThat(fixture.room.remove(fixture.event)).isTrue();
    fixture.room.sweep(fixture.event, 10);
    assertThat(fixture.room.events()).doesNotContain(fixture.event);
  }

  @Test
  void standalone_runsEveryScript() {
    try (RedisFixture fixture =
        RedisFixture.on(RedisFixture.standalone(RedisServer.shared().address()))) {
      walkThroughALife(fixture);
    }
  }

  @Test
  void cluster_runsEveryScriptWhicheverNodeHoldsTheEvent() {
    try (RedisCluster cluster = RedisCluster.start()) {
      RedisSettings settings = settings(cluster);
      for (int event = 0; event < 8; event++) {
        try (RedisFixture fixture = RedisFixture.on(settings)) {
          fixture.connection.ping(Keys.EVENTS);
          walkThroughALife(fixture);
        }
      }
    }
  }

  @Test
  void cluster_whileARoomMoves_asksToComeBackAndLosesNobody() {
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      fixture.open(new RoomSettings("", 5, 100, 10, Duration.ofHours(1), Duration.ofHours(1)));
      SessionRef alice = fixture.join("alice");
      SessionRef bob = fixture.join("bob");
      fixture.room.admit(fixture.event, 1);
      String room = fixture.key("room");
      RedisServer target = cluster.primaryOtherThan(cluster.ownerOf(room));
      try (SlotMove move = SlotMove.begin(cluster, room, target)) {
        assertThatThrownBy(() -> fixture.join("carol")) // no new key can be made there
            .isInstanceOf(RoomUnavailableException.class);
        move.keys(Keys.of(fixture.event).toArray(String[]::new));
        // The room is on the new node, its sessions are not.
        fixture.room.admit(fixture.event, 10);
        fixture.room.sweep(fixture.event, 10);
        for (SessionRef ref : List.of(alice, bob)) {
          assertThatThrownBy(() -> fixture.room.standing(ref))
              .isInstanceOf(RoomUnavailableException.class);
          assertThatThrownBy(() -> fixture.room.leave(ref, LeaveCause.USER_LEFT))
              .isInstanceOf(RoomUnavailableException.class);
          assertThatThrownBy(() -> fixture.room.enter(ref, Optional.empty()))
              .isInstanceOf(RoomUnavailableException.class);
        }
        assertThatThrownBy(() -> fixture.join("bob")).isInstanceOf(RoomUnavailableException.class);
        assertThatThrownBy(() -> fixture.room.settle(alice, new UserId("alice"), Outcome.COMPLETED))
            .isInstanceOf(RoomUnavailableException.class);
        move.finish();
      }
      assertThat(fixture.room.standing(alice)).isInstanceOf(Standing.Admitted.class);
      assertThat(fixture.room.standing(bob)).isInstanceOf(Standing.Queued.class);
      assertThat(fixture.room.enter(alice, Optional.empty()))
          .isInstanceOf(EnterResult.Entered.class);
      fixture.room.admit(fixture.event, 10);
      assertThat(fixture.room.standing(bob)).isInstanceOf(Standing.Admitted.class);
      assertThat(fixture.join("carol").ticket()).isGreaterThan(2); // another node, F-73
    }
  }

  @Test
  void cluster_whileOneShardIsAway_findsTheRoomsOfTheOthers() {
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      for (RedisServer node : cluster.nodes()) {
        try (Jedis operator = node.connect()) {
          operator.configSet("cluster-require-full-coverage", "no");
        }
      }
      RedisServer names = cluster.ownerOf(Keys.EVENTS);
      EventId near = eventOn(cluster, names::equals);
      EventId far = eventOn(cluster, owner -> !owner.equals(names));
      fixture.room.put(near, RedisFixture.SETTINGS, Optional.empty());
      fixture.room.put(far, RedisFixture.SETTINGS, Optional.empty());
      RoomDirectory directory = new RoomDirectory(fixture.reader);
      RedisServer lost = cluster.ownerOf(roomOf(far));
      lost.freeze();
      try {
        assertThat(directory.refreshEvents()).containsExactlyInAnyOrder(near, far);
        assertThat(directory.find(near)).isPresent();
        assertThat(directory.find(new EventId("never-made"))).isEmpty();
        assertThatThrownBy(() -> directory.find(far)).isInstanceOf(RoomUnavailableException.class);
      } finally {
        lost.thaw();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .ignoreException(RoomUnavailableException.class)
          .until(() -> directory.find(far).isPresent());
    }
  }

  private static RedisSettings settings(RedisCluster cluster) {
    return RedisFixture.settings(
        RedisSettings.Mode.CLUSTER, List.of(cluster.addresses().split(",")), Optional.empty());
  }

  private static EventId eventOn(RedisCluster cluster, Predicate<RedisServer> owner) {
    return IntStream.range(0, 1_000)
        .mapToObj(number -> new EventId("shard-" + number))
        .filter(event -> owner.test(cluster.ownerOf(roomOf(event))))
        .findFirst()
        .orElseThrow();
  }

  private static String roomOf(EventId event) {
    return Keys.of(event).getFirst();
  }

  @Test
  void f06_cluster_withoutTheRightToAskForNodes_losesNobodyWhileARoomMoves() {
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      fixture.open(RedisFixture.SETTINGS);
      fixture.admitted("holder");
      SessionRef alice = fixture.join("alice");
      String room = fixture.key("room");
      RedisServer target = cluster.primaryOtherThan(cluster.ownerOf(room));
      try (SlotMove move = SlotMove.begin(cluster, room, target)) {
        move.keys(Keys.of(fixture.event).toArray(String[]::new));
        setRight(cluster, "-cluster");
        fixture.room.admit(fixture.event, 10);
        fixture.room.sweep(fixture.event, 10);
        assertThatThrownBy(() -> fixture.room.standing(alice))
            .isInstanceOf(RoomUnavailableException.class);
        setRight(cluster, "+cluster");
        move.finish();
      }
      assertThat(fixture.room.standing(alice)).isInstanceOf(Standing.Queued.class);
    }
  }

  private static void setRight(RedisCluster cluster, String rule) {
    for (RedisServer node : cluster.nodes()) {
      try (Jedis operator = node.connect()) {
        operator.aclSetUser("default", rule);
      }
    }
  }

  @Test
  void f07_cluster_whileARoomMoves_admitsTheLastWaiterWholly() {
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      fixture.open(new RoomSettings("", 10, 100, 10, Duration.ofHours(1), Duration.ofHours(1)));
      fixture.join("alice");
      fixture.room.admit(fixture.event, 1);
      SessionRef bob = fixture.join("bob");
      String room = fixture.key("room");
      RedisServer owner = cluster.ownerOf(room);
      try (SlotMove move = SlotMove.begin(cluster, room, cluster.primaryOtherThan(owner));
          Jedis raw = owner.connect()) {
        fixture.room.admit(fixture.event, 10);
        assertThat(raw.hget(room, "admitted")).isEqualTo("2");
        assertThat(raw.hget(room, "last_admitted")).isEqualTo("2");
        move.finish();
      }
      assertThat(fixture.room.standing(bob)).isInstanceOf(Standing.Admitted.class);
    }
  }

  @Test
  void f06_withoutTheRightToAskForNodes_isNotReadyAndNamesTheRight() {
    try (RedisServer redis = RedisServer.start();
        Jedis operator = redis.connect();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      operator.aclSetUser("default", "-cluster");
      assertThatThrownBy(() -> fixture.connection.ping(Keys.EVENTS))
          .isInstanceOf(RoomUnavailableException.class)
          .hasMessageContaining("NOPERM");
      operator.aclSetUser("default", ("-@all resetkeys ~waitroom:* " + RIGHTS).split(" "));
      fixture.connection.ping(Keys.EVENTS);
      walkThroughALife(fixture);
    }
  }

  @Test
  void f07_cluster_whileARoomMoves_endsNoPlaceByHalf() {
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      fixture.open(new RoomSettings("", 1, 100, 10, Duration.ofHours(1), Duration.ofHours(1)));
      SessionRef alice = fixture.join("alice");
      SessionRef bob = fixture.join("bob");
      fixture.room.admit(fixture.event, 1);
      fixture.room.remove(fixture.event);
      String room = fixture.key("room");
      RedisServer owner = cluster.ownerOf(room);
      try (SlotMove move = SlotMove.begin(cluster, room, cluster.primaryOtherThan(owner));
          Jedis raw = owner.connect()) {
        fixture.room.sweep(fixture.event, 10);
        assertThat(raw.hget(room, "evicted")).isEqualTo("2");
        assertThat(raw.xlen(fixture.key("outbox"))).isEqualTo(5);
        move.finish();
      }
      for (SessionRef ref : List.of(alice, bob)) {
        assertThat(fixture.room.standing(ref))
            .isInstanceOfSatisfying(
                Standing.Ended.class,
                ended -> assertThat(ended.status()).isEqualTo(SessionStatus.EVICTED));
      }
    }
  }

  @Test
  void f50_clusterNodeTakenForStandalone_isUnavailableAndNamesTheMode() {
    try (RedisCluster cluster = RedisCluster.start()) {
      RedisServer node = cluster.nodes().getFirst();
      EventId far = eventOn(cluster, owner -> !owner.equals(node));
      try (RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(node.address()))) {
        assertThatThrownBy(() -> fixture.room.put(far, RedisFixture.SETTINGS, Optional.empty()))
            .isInstanceOf(RoomUnavailableException.class);
        assertThatThrownBy(() -> fixture.connection.ping(Keys.EVENTS))
            .isInstanceOf(RoomUnavailableException.class)
            .hasMessageContaining("REDIS_MODE");
      }
    }
  }

  @Test
  void f56_passwordWhereNoneIsSet_isUnavailable() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture =
            RedisFixture.on(RedisFixture.standalone(redis.address(), "unwanted"))) {
      assertThatThrownBy(() -> fixture.connection.ping(Keys.EVENTS))
          .isInstanceOf(RoomUnavailableException.class);
    }
  }

  /** What an operator does is done and recorded, or not done. */
  @Test
  void cluster_whileARoomMoves_doesNothingForAnOperatorThatItCannotRecord() {
    Operator operator = new Operator("olga");
    try (RedisCluster cluster = RedisCluster.start();
        RedisFixture fixture = RedisFixture.on(settings(cluster))) {
      fixture.open(new RoomSettings("", 1, 100, 10, Duration.ofHours(1), Duration.ofHours(1)));
      SessionRef alice = fixture.join("alice");
      SessionRef bob = fixture.join("bob");
      fixture.room.admit(fixture.event, 1);
      RoomChange change = RoomChange.ofState(RoomState.PAUSED, Set.of());
      String room = fixture.key("room");
      RedisServer target = cluster.primaryOtherThan(cluster.ownerOf(room));
      try (SlotMove move = SlotMove.begin(cluster, room, target)) {
        // The room and its sessions are still there; the trail, which is to begin, cannot.
        List<ThrowingCallable> steps =
            List.of(
                () -> fixture.room.change(fixture.event, change, operator),
                () -> fixture.room.leave(alice, LeaveCause.EVICTED, operator),
                () -> fixture.room.leave(bob, LeaveCause.EVICTED, operator),
                () -> fixture.room.remove(fixture.event, operator));
        for (ThrowingCallable step : steps) {
          assertThatThrownBy(step).isInstanceOf(RoomUnavailableException.class);
        }
        assertThat(fixture.board().state()).isEqualTo(RoomState.OPEN);
        assertThat(fixture.room.standing(alice)).isInstanceOf(Standing.Admitted.class);
        assertThat(fixture.room.standing(bob)).isInstanceOf(Standing.Queued.class);
        move.finish();
      }
      assertThat(fixture.room.remove(fixture.event, operator)).isTrue();
      assertThat(fixture.room.auditLog(fixture.event, 10)).hasSize(1);
    }
  }

  @Test
  void sentinel_runsEveryScriptAndFollowsAFailover() {
    try (RedisSentinel sentinel = RedisSentinel.start();
        RedisFixture fixture =
            RedisFixture.on(
                RedisFixture.settings(
                    RedisSettings.Mode.SENTINEL,
                    List.of(sentinel.addresses().split(",")),
                    Optional.of(sentinel.masterName())))) {
      fixture.connection.ping(Keys.EVENTS);
      walkThroughALife(fixture);
      fixture.open(RedisFixture.SETTINGS);
      SessionRef ref = fixture.join("alice");
      try (Jedis primary = sentinel.primary().connect()) {
        // Replication is asynchronous: what the replica has not seen dies with the primary.
        assertThat(primary.waitReplicas(1, 10_000)).isEqualTo(1);
      }
      sentinel.primary().kill();
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .ignoreException(RoomUnavailableException.class)
          .until(() -> fixture.room.standing(ref) instanceof Standing.Queued);
    }
  }

  @Test
  void f48_sentinelThatAsksForAPassword_isGivenItsOwn() {
    String password = "the-sentinels-own";
    try (RedisSentinel sentinel = RedisSentinel.start(password);
        RedisFixture fixture = RedisFixture.on(RedisFixture.sentinel(sentinel, password))) {
      fixture.connection.ping(Keys.EVENTS);
    }
  }

  @Test
  void standalone_stoppedAndStartedAgain_failsFastAndHeals() {
    try (RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      fixture.open(RedisFixture.SETTINGS);
      SessionRef ref = fixture.join("alice");
      redis.stop();
      assertThatThrownBy(() -> fixture.join("bob")).isInstanceOf(RoomUnavailableException.class);
      assertThatThrownBy(() -> fixture.connection.ping(Keys.EVENTS))
          .isInstanceOf(RoomUnavailableException.class);
      redis.restart();
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .ignoreException(RoomUnavailableException.class)
          .until(() -> fixture.room.standing(ref) instanceof Standing.Queued);
      assertThat(fixture.join("bob").ticket()).isGreaterThan(1); // another run, F-73
    }
  }

  @Test
  void standalone_frozen_answersUnavailableInsteadOfHanging() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      fixture.open(RedisFixture.SETTINGS);
      redis.freeze();
      try {
        assertThatThrownBy(() -> fixture.join("alice"))
            .isInstanceOf(RoomUnavailableException.class);
      } finally {
        redis.thaw();
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .ignoreException(RoomUnavailableException.class)
          .untilAsserted(() ->
              assertThat(fixture.room.snapshot(fixture.event).orElseThrow().queueLength())
                  .isLessThanOrEqualTo(1));
    }
  }

  @Test
  void standalone_full_refusesJoinsWithoutHalfAPlace() {
    try (RedisServer redis =
            RedisServer.start("--maxmemory", "3mb", "--maxmemory-policy", "noeviction");
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      fixture.open(
          new RoomSettings("", 10, 10, 1_000_000, Duration.ofHours(1), Duration.ofMinutes(1)));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  fixture.join("user-" + i);
                }
              })
          .isInstanceOf(RoomUnavailableException.class);
      var room = fixture.room.snapshot(fixture.event).orElseThrow();
      assertThat(room.queueLength()).isEqualTo(room.lastTicket()).isPositive();
      assertThat(room.outboxLength()).isEqualTo(room.lastTicket());
    }
  }

  @Test
  void standalone_full_stillAdmitsSettlesDeliversAndObeys() {
    try (RedisServer redis = RedisServer.start("--maxmemory-policy", "noeviction");
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()));
        Jedis raw = redis.connect()) {
      fixture.open(RedisFixture.SETTINGS);
      SessionRef alice = fixture.join("alice");
      SessionRef bob = fixture.join("bob");
      raw.configSet("maxmemory", "500kb");
      assertThatThrownBy(() -> fixture.join("carol")).isInstanceOf(RoomUnavailableException.class);

      fixture.room.admit(fixture.event, 10);
      assertThat(fixture.room.enter(alice, Optional.of(new ClientName("f08")))) // F-08
          .isInstanceOf(EnterResult.Entered.class);
      assertThat(fixture.room.settle(alice, new UserId("alice"), Outcome.COMPLETED))
          .isEqualTo(new SettleResult.Settled(SessionStatus.COMPLETED));
      assertThat(fixture.room.leave(bob, LeaveCause.USER_LEFT))
          .isInstanceOf(LeaveResult.Left.class);
      fixture.room.sweep(fixture.event, 10); // moves its cursor over both
      List<String> told =
          fixture.outbox.claim(fixture.event, "test", Duration.ofSeconds(5), 100).stream()
              .map(Outbox.Entry::id)
              .toList();
      assertThat(told).hasSize(5);
      fixture.outbox.done(fixture.event, "test", told);
      assertThat(fixture.room.remove(fixture.event)).isTrue();
      fixture.room.sweep(fixture.event, 10);
      assertThat(fixture.room.snapshot(fixture.event)).isEmpty();
    }
  }
}
