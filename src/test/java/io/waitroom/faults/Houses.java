package io.waitroom.faults;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.RedisCluster;
import io.waitroom.testkit.RedisSentinel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private final Map<House.Kind, House> standing = new EnumMap<>(House.Kind.class);

  Houses(Form form) {
    this.form = form;
  }

  House of(House.Kind kind) {
    House known = standing.get(kind);
    if (known != null) {
      return known;
    }
    Set.copyOf(standing.keySet()).forEach(this::pullDown); // idle, it would still take its share
    House made = build(kind);
    standing.put(kind, made); // so that it is closed, whatever comes
    Rehearsal.in(made, form);
    return made;
  }

  /** It may have suffered: the next who needs one gets a new one. */
  void pullDown(House.Kind kind) {
    House house = standing.remove(kind);
    if (house != null) {
      house.close();
    }
  }

  @Override
  public void close() {
    standing.values().forEach(House::close);
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
