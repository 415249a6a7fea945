package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.SlotMove;
import java.time.Duration;

/** The slot of the event moves to another primary, a few keys at a time, under load. */
final class MigrationFault implements Fault {
  private static final int KEYS_AT_A_TIME = 10;

  /** As a resharding of a large cluster: the half-moved state is what is to be survived. */
  private static final Duration APART = Duration.ofMillis(20);

  @Override
  public String name() {
    return "cluster-migration";
  }

  @Override
  public FaultDeployment.Kind needs() {
    return FaultDeployment.Kind.CLUSTER;
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    RedisCluster cluster = ((ClusterTopology) trial.house().ground()).cluster();
    String key = RoomState.prefix(name()) + "room";
    Duration half = trial.form().outage().dividedBy(2);
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
        Pause.of(APART);
      }
      move.finish();
    }
  }
}
