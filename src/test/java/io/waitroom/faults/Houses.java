package io.waitroom.faults;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Line;
import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisSentinel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The houses of this run, one at a time: made when needed, and pulled down for one of another kind,
 * or after a failure.
 */
final class Houses implements AutoCloseable {
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

  private final Form form;
  private final List<Line> lines = new ArrayList<>();
  private final KafkaBroker broker = KafkaBroker.startBehind(this::line);
  private final PackagedImage image = PackagedImage.build(Path.of("target", "faults", "image"));
  private House.@Nullable Kind kind;
  private @Nullable House standing;

  Houses(Form form) {
    this.form = form;
  }

  House of(House.Kind needed) {
    House known = standing;
    if (known != null && needed == kind) {
      return known;
    }
    pullDown(); // idle, it would still take its share
    House made = build(needed);
    kind = needed;
    standing = made; // so that it is closed, whatever comes
    Rehearsal.in(made, form);
    return made;
  }

  /** It may have suffered: the next who needs one gets a new one. */
  void pullDown() {
    House house = standing;
    standing = null;
    if (house != null) {
      house.close();
    }
  }

  @Override
  public void close() {
    pullDown();
    lines.forEach(Line::close);
    broker.close();
  }

  private House build(House.Kind kind) {
    return switch (kind) {
      case SINGLE -> near(SingleGround.start());
      case FAR ->
          House.start(image, FarGround.start(lines.getFirst()), broker, lines.getFirst().address());
      case SENTINEL -> near(new SentinelGround(RedisSentinel.start()));
      case CLUSTER -> near(new ClusterGround(RedisCluster.startReplicated(NODE_TIMEOUT)));
    };
  }

  private House near(Ground ground) {
    return House.start(image, ground, broker, broker.bootstrapServers());
  }

  private int line(int target) {
    lines.add(Line.to(target));
    return lines.getLast().port();
  }
}
