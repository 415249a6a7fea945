package io.waitroom.faults;

import java.util.Arrays;
import java.util.List;

/** All faults there are. */
final class Faults {
  private static final List<Fault> ALL =
      List.of(new KillFault(), new RedisKilledFault(), new RedisFrozenFault());

  private Faults() {}

  /** Those that {@code -Dfaults=kill,redis-frozen} names; all when it names none. */
  static List<Fault> chosen() {
    String names = System.getProperty("faults", "");
    if (names.isEmpty()) {
      return ALL;
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
