package io.waitroom.faults;

import io.waitroom.testkit.KafkaBroker;
import java.util.EnumMap;
import java.util.Map;

/** The houses of this run: one of a kind, made when first needed, and pulled down after a failure. */
final class Houses implements AutoCloseable {
  private final KafkaBroker broker = KafkaBroker.start();
  private final Map<House.Kind, House> standing = new EnumMap<>(House.Kind.class);

  House of(House.Kind kind) {
    return standing.computeIfAbsent(kind, this::build);
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
    broker.close();
  }

  private House build(House.Kind kind) {
    return switch (kind) {
      case SINGLE -> House.start(SingleGround.start(), broker, broker.bootstrapServers());
    };
  }
}
