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
 * The houses of this run, one at a time: made when needed, and pulled down for one of another kind,
 * or after a failure.
 */
final class FaultDeployments implements AutoCloseable {
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

  private final Scale form;
  private final List<SlowProxy> lines = new ArrayList<>();
  private final KafkaBroker broker = KafkaBroker.startBehind(this::line);
  private final PackagedImage image = PackagedImage.build(Path.of("target", "faults", "image"));
  private FaultDeployment.@Nullable Kind kind;
  private @Nullable FaultDeployment standing;

  FaultDeployments(Scale form) {
    this.form = form;
  }

  FaultDeployment of(FaultDeployment.Kind needed) {
    FaultDeployment known = standing;
    if (known != null && needed == kind) {
      return known;
    }
    pullDown(); // idle, it would still take its share
    FaultDeployment made = build(needed);
    kind = needed;
    standing = made; // so that it is closed, whatever comes
    Rehearsal.in(made, form);
    return made;
  }

  /** It may have suffered: the next who needs one gets a new one. */
  void pullDown() {
    FaultDeployment house = standing;
    standing = null;
    if (house != null) {
      house.close();
    }
  }

  @Override
  public void close() {
    pullDown();
    lines.forEach(SlowProxy::close);
    broker.close();
  }

  private FaultDeployment build(FaultDeployment.Kind kind) {
    return switch (kind) {
      case SINGLE -> near(SingleTopology.start());
      case FAR ->
          FaultDeployment.start(
              image, FarTopology.start(lines.getFirst()), broker, lines.getFirst().address());
      case SENTINEL -> near(new SentinelTopology(RedisSentinel.start()));
      case CLUSTER -> near(new ClusterTopology(RedisCluster.startReplicated(NODE_TIMEOUT)));
    };
  }

  private FaultDeployment near(RedisTopology ground) {
    return FaultDeployment.start(image, ground, broker, broker.bootstrapServers());
  }

  private int line(int target) {
    lines.add(SlowProxy.to(target));
    return lines.getLast().port();
  }
}
