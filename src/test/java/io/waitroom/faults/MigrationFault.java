package io.waitroom.faults;

import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;

/** The slot of the event moves to another primary, a few keys at a time, under load. */
final class MigrationFault implements Fault {
  private static final int KEYS_AT_A_TIME = 10;
  private static final int MIGRATE_LIMIT_MS = 5_000;

  /** As a resharding of a large cluster: the half-moved state is what is to be survived. */
  private static final Duration APART = Duration.ofMillis(20);

  @Override
  public String name() {
    return "cluster-migration";
  }

  @Override
  public House.Kind needs() {
    return House.Kind.CLUSTER;
  }

  @Override
  public Duration lasts(Form form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    RedisCluster cluster = ((ClusterGround) trial.house().ground()).cluster();
    String key = RoomState.prefix(name()) + "room";
    Duration half = trial.form().outage().dividedBy(2);
    RedisServer first = cluster.ownerOf(key);
    RedisServer second = cluster.primaryOtherThan(first);
    Pause.of(half);
    move(cluster, key, first, second);
    trial.healed();
    Pause.of(half);
    move(cluster, key, second, first);
    trial.healed();
  }

  private static void move(RedisCluster cluster, String key, RedisServer from, RedisServer to) {
    try (Jedis source = from.connect();
        Jedis target = to.connect()) {
      int slot = Math.toIntExact(source.clusterKeySlot(key));
      String sourceId = source.clusterMyId();
      String targetId = target.clusterMyId();
      target.clusterSetSlotImporting(slot, sourceId);
      source.clusterSetSlotMigrating(slot, targetId);
      List<String> keys = source.clusterGetKeysInSlot(slot, KEYS_AT_A_TIME);
      while (!keys.isEmpty()) {
        source.migrate(
            to.host(),
            to.port(),
            MIGRATE_LIMIT_MS,
            MigrateParams.migrateParams(),
            keys.toArray(String[]::new));
        Pause.of(APART);
        keys = source.clusterGetKeysInSlot(slot, KEYS_AT_A_TIME);
      }
      target.clusterSetSlotNode(slot, targetId);
      source.clusterSetSlotNode(slot, targetId);
      cluster.awaitOwner(key, to);
    }
  }
}
