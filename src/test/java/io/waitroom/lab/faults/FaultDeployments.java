package io.waitroom.lab.faults;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisSentinel;
import io.waitroom.testkit.SlowProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deployments of this run, one at a time: made when needed, and closed for one of another kind,
 * or after a failure.
 */
final class FaultDeployments implements AutoCloseable {
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

  private final Scale scale;
  private final List<SlowProxy> proxies = new ArrayList<>();
  private final KafkaBroker broker = KafkaBroker.startBehind(this::proxy);
  private final PackagedImage image = PackagedImage.build(Path.of("target", "faults", "image"));
  private FaultDeployment.@Nullable Kind kind;
  private @Nullable FaultDeployment standing;

  FaultDeployments(Scale scale) {
    this.scale = scale;
  }

  FaultDeployment of(FaultDeployment.Kind needed) {
    FaultDeployment known = standing;
    if (known != null && needed == kind) {
      return known;
    }
    discard(); // idle, it would still take its share
    FaultDeployment made = build(needed);
    kind = needed;
    standing = made; // so that it is closed, whatever comes
    Rehearsal.in(made, scale);
    return made;
  }

  /** It may have suffered: the next who needs one gets a new one. */
  void discard() {
    FaultDeployment deployment = standing;
    standing = null;
    if (deployment != null) {
      deployment.close();
    }
  }

  @Override
  public void close() {
    discard();
    proxies.forEach(SlowProxy::close);
    broker.close();
  }

  private FaultDeployment build(FaultDeployment.Kind kind) {
    return switch (kind) {
      case SINGLE -> near(SingleTopology.start());
      case FAR ->
          FaultDeployment.start(
              image, FarTopology.start(proxies.getFirst()), broker, proxies.getFirst().address());
      case SENTINEL -> near(new SentinelTopology(RedisSentinel.start()));
      case CLUSTER -> near(new ClusterTopology(RedisCluster.startReplicated(NODE_TIMEOUT)));
    };
  }

  private FaultDeployment near(RedisTopology topology) {
    return FaultDeployment.start(image, topology, broker, broker.bootstrapServers());
  }

  private int proxy(int target) {
    proxies.add(SlowProxy.to(target));
    return proxies.getLast().port();
  }
}
