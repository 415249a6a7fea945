package io.waitroom.kafka.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to reach Kafka.
 *
 * @param enabled false: no connection attempt; events stay in the outbox
 * @param bootstrapServers host:port, comma-separated
 * @param groupId consumer group shared by all replicas
 * @param instanceId this replica's own name in the group, which its process keeps over a crash;
 *     empty: each process is a new member
 * @param sessionTimeout until the broker takes a silent replica for dead, 1 s to 30 min; 10 s by
 *     default
 * @param producerRetries how often the client itself resends, 0 or more, beyond which the relay
 *     starts over; as good as unlimited by default, as the delivery timeout ends it
 * @param requiredAcks -1 (all in-sync replicas), 1 or 0
 * @param topics the six topics
 * @param security further client properties: {@code security.protocol}, {@code sasl.*}, {@code
 *     ssl.*}; never printed
 */
public record KafkaSettings(
    boolean enabled,
    String bootstrapServers,
    String groupId,
    Optional<String> instanceId,
    Duration sessionTimeout,
    int producerRetries,
    int requiredAcks,
    Topics topics,
    Map<String, String> security) {
  /** Shortest session timeout that can be asked for. */
  public static final Duration MIN_SESSION_TIMEOUT = Duration.ofSeconds(1);

  /** Longest session timeout that can be asked for. */
  public static final Duration MAX_SESSION_TIMEOUT = Duration.ofMinutes(30);

  public KafkaSettings {
    security = Map.copyOf(security);
    require(!bootstrapServers.isBlank(), "bootstrapServers must not be empty");
    require(!groupId.isBlank(), "groupId must not be empty");
    require(
        sessionTimeout.compareTo(MIN_SESSION_TIMEOUT) >= 0
            && sessionTimeout.compareTo(MAX_SESSION_TIMEOUT) <= 0,
        "sessionTimeout must be %s to %s, not %s"
            .formatted(MIN_SESSION_TIMEOUT, MAX_SESSION_TIMEOUT, sessionTimeout));
    require(producerRetries >= 0, "producerRetries must be 0 or more, not " + producerRetries);
    require(
        requiredAcks >= -1 && requiredAcks <= 1,
        "requiredAcks must be -1 to 1, not " + requiredAcks);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Without the security properties. */
  @Override
  public String toString() {
    return enabled ? "%s as %s".formatted(bootstrapServers, groupId) : "switched off";
  }

  /**
   * Names of the topics; a topic's dead letters go to {@code <name>.DLQ}.
   *
   * @param joined somebody joined
   * @param left somebody's session ended without an outcome
   * @param ready somebody was admitted
   * @param completed the shop reports a completed checkout
   * @param failed the shop reports a failed checkout
   * @param expired the shop reports an expired checkout
   */
  public record Topics(
      String joined, String left, String ready, String completed, String failed, String expired) {
    /** The names of the contract. */
    public static final Topics DEFAULT =
        new Topics(
            "QUEUE_JOINED",
            "QUEUE_LEFT",
            "QUEUE_READY",
            "CHECKOUT_COMPLETED",
            "CHECKOUT_FAILED",
            "CHECKOUT_EXPIRED");

    /** Longest name: Kafka's own limit less the room for {@code .DLQ}. */
    public static final int MAX_NAME_LENGTH = 245;

    /** What a name looks like: Kafka's own rule, and not only dots. */
    public static final String NAME_PATTERN =
        "(?!\\.{1,2}$)[A-Za-z0-9._-]{1," + MAX_NAME_LENGTH + "}";

    public Topics {
      List<String> names = List.of(joined, left, ready, completed, failed, expired);
      for (String name : names) {
        require(name.matches(NAME_PATTERN), "topic is not a name that Kafka allows: " + name);
      }
      require(Set.copyOf(names).size() == names.size(), "topics must all differ: " + names);
    }
  }
}
