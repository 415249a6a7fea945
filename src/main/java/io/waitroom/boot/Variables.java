package io.waitroom.boot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The table of all variables, in the order of the handbook. */
final class Variables {
  /** The variables of each heading. */
  static final SequencedMap<String, List<Variable<?>>> GROUPS = groups();

  /** All variables. */
  static final List<Variable<?>> ALL =
      GROUPS.values().stream().<Variable<?>>flatMap(List::stream).toList();

  private Variables() {}

  private static SequencedMap<String, List<Variable<?>>> groups() {
    SequencedMap<String, List<Variable<?>>> groups = new LinkedHashMap<>();
    groups.put("Process", ServerVariables.ALL);
    groups.put("Keys", KeyVariables.ALL);
    groups.put("Queue and checkout", QueueVariables.ALL);
    groups.put("Who may join", JoinVariables.ALL);
    groups.put("Redis", RedisVariables.ALL);
    groups.put(
        "Kafka",
        Stream.<Variable<?>>concat(KafkaVariables.ALL.stream(), KafkaSecurityVariables.ALL.stream())
            .toList());
    return groups;
  }
}
