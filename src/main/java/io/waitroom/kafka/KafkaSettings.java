package io.waitroom.kafka;

import java.time.Duration;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param enabled false: no connection attempt; events stay in the outbox
 * @param bootstrapServers host:port, comma-separated
 * @param groupId consumer group shared by all replicas
 * @param sessionTimeout until the broker takes a silent replica for dead
 * @param producerRetries how often the client itself resends, beyond which the relay starts over
 * @param requiredAcks -1 (all in-sync replicas), 1 or 0
 * @param topics the six topics
 * @param security further client properties: {@code security.protocol}, {@code sasl.*}, {@code
 *     ssl.*}; never printed
 */
public record KafkaSettings(
    boolean enabled,
    String bootstrapServers,
    String groupId,
    Duration sessionTimeout,
    int producerRetries,
    int requiredAcks,
    Topics topics,
    Map<String, String> security) {
  public KafkaSettings {
    security = Map.copyOf(security);
  }

  /** Without the security properties. */
  @Override
  public String toString() {
    return enabled ? "%s as %s".formatted(bootstrapServers, groupId) : "switched off";
  }

  /**
   * Names of the topics; a topic's dead letters go to {@code <name>.DLQ}.
   *
   * @param joined somebody took a place
   * @param left somebody's place ended without an outcome
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
  }
}
