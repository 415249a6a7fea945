package io.waitroom.lab.faults;

import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;

/** The primary that holds the event is killed; its replica takes over. */
final class PrimaryLostFault implements Fault {
  @Override
  public String name() {
    return "cluster-primary-lost";
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
    Pause.of(trial.form().outage().dividedBy(2));
    RedisServer lost = cluster.ownerOf(key);
    lost.kill();
    cluster.awaitOwnerOtherThan(key, lost);
    trial.healed();
  }

  @Override
  public boolean losesAcknowledgedWrites() {
    return true;
  }
}
