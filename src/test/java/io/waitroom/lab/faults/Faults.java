package io.waitroom.lab.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** All faults there are. */
final class Faults {
  /** Those that need the same kind of house stand together. */
  private static final List<Fault> ALL =
      List.of(
          new CalmFault(),
          new KillFault(),
          new BrokerStoppedFault(),
          new BrokerEmptiedFault(),
          new RedisKilledFault(),
          new RedisFrozenFault(),
          new OutcomesFault(),
          new PoisonFault(),
          new RedisFullFault(),
          new TerminateFault(),
          new ClockFault(),
          new RollingFault(),
          SlowFault.toRedis(),
          SlowFault.toKafka(),
          new SentinelFault(),
          new MigrationFault(),
          new PrimaryLostFault());

  /** What one house can bear in a minute. */
  private static final Set<String> SHORT = Set.of("kill", "broker-stopped", "redis-frozen");

  private Faults() {}

  /**
   * Those that {@code -Dfaults=kill,redis-frozen} names; when it names none, all in the full form,
   * and in the short one those that it has the time for.
   */
  static List<Fault> chosen(Scale form) {
    String names = System.getProperty("faults", "");
    if (names.isEmpty()) {
      return ALL.stream().filter(fault -> form.isFull() || SHORT.contains(fault.name())).toList();
    }
    return Arrays.stream(names.split(",", -1)).map(Faults::named).toList();
  }

  private static Fault named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no fault is called %s; there are %s"
                    .formatted(name, ALL.stream().map(Fault::name).toList())));
  }
}
