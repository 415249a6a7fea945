package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisSentinel;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SlotMove;
import java.time.Duration;

/** Strikes at Redis. */
final class RedisStrikes {
  private static final Duration FAILOVER_LIMIT = Duration.ofSeconds(30);
  private static final int KEYS_AT_A_TIME = 10;

  /** As a resharding of a large cluster: the half-moved state is what is to be survived. */
  private static final Duration BETWEEN_MOVES = Duration.ofMillis(20);

  private RedisStrikes() {}

  /** Redis is killed and started again, some time later, with its append-only file. */
  static void kill(Trial trial) {
    RedisServer redis = single(trial.deployment());
    redis.kill();
    Pause.of(trial.scale().outage());
    redis.restart();
    trial.healed();
  }

  /** Redis keeps its connections and answers nothing for a while. */
  static void freeze(Trial trial) {
    RedisServer redis = single(trial.deployment());
    redis.freeze();
    try {
      Pause.of(trial.scale().outage());
    } finally {
      redis.thaw();
    }
    trial.healed();
  }

  /** The primary is killed; the sentinel promotes its replica. */
  static void failOver(Trial trial) {
    RedisSentinel sentinel = ((SentinelTopology) trial.deployment().topology()).sentinel();
    int before = sentinel.primary().port();
    Pause.of(trial.scale().outage().dividedBy(2));
    sentinel.primary().kill();
    trial.expectSoon(
        "another primary", FAILOVER_LIMIT, () -> sentinel.currentPrimary().getPort() != before);
    trial.healed();
  }

  /** The slot of the event moves to another primary, a few keys at a time, under load. */
  static void migrate(Trial trial) {
    RedisCluster cluster = cluster(trial.deployment());
    String key = roomKey(trial);
    Duration half = trial.scale().outage().dividedBy(2);
    RedisServer first = cluster.ownerOf(key);
    RedisServer second = cluster.primaryOtherThan(first);
    Pause.of(half);
    move(cluster, key, second);
    trial.healed();
    Pause.of(half);
    move(cluster, key, first);
    trial.healed();
  }

  private static void move(RedisCluster cluster, String key, RedisServer to) {
    try (SlotMove move = SlotMove.begin(cluster, key, to)) {
      while (move.some(KEYS_AT_A_TIME)) {
        Pause.of(BETWEEN_MOVES);
      }
      move.finish();
    }
  }

  /** The primary that holds the event is killed; its replica takes over. */
  static void losePrimary(Trial trial) {
    RedisCluster cluster = cluster(trial.deployment());
    String key = roomKey(trial);
    Pause.of(trial.scale().outage().dividedBy(2));
    RedisServer lost = cluster.ownerOf(key);
    lost.kill();
    cluster.awaitOwnerOtherThan(key, lost);
    trial.healed();
  }

  /** The only redis-server of a deployment. */
  static RedisServer single(FaultDeployment deployment) {
    return ((SingleTopology) deployment.topology()).redis();
  }

  private static RedisCluster cluster(FaultDeployment deployment) {
    return ((ClusterTopology) deployment.topology()).cluster();
  }

  private static String roomKey(Trial trial) {
    return RoomState.prefix(trial.scene().event()) + "room";
  }
}
