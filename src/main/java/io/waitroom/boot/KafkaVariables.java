package io.waitroom.boot;

import io.waitroom.kafka.KafkaSettings;
import io.waitroom.kafka.KafkaSettings.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The variables that say how to reach Kafka; who it is to Kafka is in {@link
 * KafkaSecurityVariables}.
 */
final class KafkaVariables {
  static final Variable<Boolean> KAFKA_ENABLED =
      Variable.of(
          "KAFKA_ENABLED",
          ValueTypes.flag(),
          "true",
          "false: no connection attempt; events wait in Redis");

  static final Variable<List<String>> KAFKA_BROKERS =
      Variable.of(
          "KAFKA_BROKERS", ValueTypes.addresses(), "localhost:9092", "Brokers to start from");

  static final Variable<String> KAFKA_CONSUMER_GROUP_ID =
      Variable.of(
          "KAFKA_CONSUMER_GROUP_ID",
          ValueTypes.text("\\p{Graph}{1,255}", "1 to 255 visible ASCII characters"),
          "waitroom-service",
          "Consumer group that all replicas share");

  static final Variable<String> KAFKA_CONSUMER_INSTANCE_ID =
      Variable.optional(
          "KAFKA_CONSUMER_INSTANCE_ID",
          ValueTypes.text("[A-Za-z0-9._-]{1,200}", "1 to 200 letters, digits, '.', '_' or '-'"),
          "This replica's name in the group, such as its pod's: no other replica may have it. After"
              + " a crash its next process reads on at once, not only when the session timeout is"
              + " over");

  static final Variable<Duration> KAFKA_CONSUMER_SESSION_TIMEOUT =
      Variable.of(
          "KAFKA_CONSUMER_SESSION_TIMEOUT",
          ValueTypes.milliseconds(
              KafkaSettings.MIN_SESSION_TIMEOUT, KafkaSettings.MAX_SESSION_TIMEOUT),
          "10000",
          "Milliseconds until the broker takes a silent replica for dead; the broker's own bounds"
              + " (6000 and 1800000 unless set otherwise) apply too");

  static final Variable<Integer> KAFKA_PRODUCER_RETRY_MAX =
      Variable.of(
          "KAFKA_PRODUCER_RETRY_MAX",
          ValueTypes.integer(0, Integer.MAX_VALUE),
          "2147483647",
          "How often the producer itself resends; the default leaves the end to its delivery"
              + " timeout, and the relay starts over after that in any case");

  static final Variable<Integer> KAFKA_PRODUCER_REQUIRED_ACKS =
      Variable.of(
          "KAFKA_PRODUCER_REQUIRED_ACKS",
          ValueTypes.choice(acks()),
          "-1",
          "Who must have an event before it counts as delivered: -1 or all, the in-sync replicas;"
              + " 1, the leader; 0, nobody, which can lose events");

  static final Variable<String> TOPIC_JOINED =
      topic(Topics.DEFAULT.joined(), "Topic told of every join");
  static final Variable<String> TOPIC_LEFT =
      topic(Topics.DEFAULT.left(), "Topic told of every place that ended before its turn");
  static final Variable<String> TOPIC_READY =
      topic(Topics.DEFAULT.ready(), "Topic told of every admission");
  static final Variable<String> TOPIC_COMPLETED =
      topic(Topics.DEFAULT.completed(), "Topic read for completed checkouts");
  static final Variable<String> TOPIC_FAILED =
      topic(Topics.DEFAULT.failed(), "Topic read for failed checkouts");
  static final Variable<String> TOPIC_EXPIRED =
      topic(Topics.DEFAULT.expired(), "Topic read for expired checkouts");

  private static final List<Variable<String>> TOPICS =
      List.of(TOPIC_JOINED, TOPIC_LEFT, TOPIC_READY, TOPIC_COMPLETED, TOPIC_FAILED, TOPIC_EXPIRED);

  static final List<Variable<?>> ALL =
      List.of(
          KAFKA_ENABLED,
          KAFKA_BROKERS,
          KAFKA_CONSUMER_GROUP_ID,
          KAFKA_CONSUMER_INSTANCE_ID,
          KAFKA_CONSUMER_SESSION_TIMEOUT,
          KAFKA_PRODUCER_RETRY_MAX,
          KAFKA_PRODUCER_REQUIRED_ACKS,
          TOPIC_JOINED,
          TOPIC_LEFT,
          TOPIC_READY,
          TOPIC_COMPLETED,
          TOPIC_FAILED,
          TOPIC_EXPIRED);

  private KafkaVariables() {}

  static Supplier<KafkaSettings> read(ConfigReader reading) {
    boolean enabled = reading.get(KAFKA_ENABLED);
    List<String> brokers = reading.get(KAFKA_BROKERS);
    String group = reading.get(KAFKA_CONSUMER_GROUP_ID);
    Optional<String> instance = reading.find(KAFKA_CONSUMER_INSTANCE_ID);
    Duration sessionTimeout = reading.get(KAFKA_CONSUMER_SESSION_TIMEOUT);
    int retries = reading.get(KAFKA_PRODUCER_RETRY_MAX);
    int acks = reading.get(KAFKA_PRODUCER_REQUIRED_ACKS);
    Topics topics = topics(reading);
    Map<String, String> security = new HashMap<>(KafkaSecurityVariables.read(reading));
    return () ->
        new KafkaSettings(
            enabled,
            String.join(",", brokers),
            group,
            instance,
            sessionTimeout,
            retries,
            acks,
            topics,
            security);
  }

  private static Topics topics(ConfigReader reading) {
    Set<String> seen = new LinkedHashSet<>();
    for (Variable<String> variable : TOPICS) {
      if (!seen.add(reading.find(variable).orElseGet(() -> variable.fallback().orElseThrow()))) {
        reading.problem(variable, "must be a topic that no other variable names");
      }
    }
    if (seen.size() < TOPICS.size()) {
      return Topics.DEFAULT;
    }
    List<String> names = List.copyOf(seen);
    return new Topics(
        names.get(0), names.get(1), names.get(2), names.get(3), names.get(4), names.get(5));
  }

  private static Variable<String> topic(String name, String meaning) {
    return Variable.of(
        "KAFKA_TOPIC_" + name,
        ValueTypes.text(
            Topics.NAME_PATTERN,
            "1 to %d letters, digits, '.', '_' or '-'".formatted(Topics.MAX_NAME_LENGTH)),
        name,
        meaning);
  }

  private static SequencedMap<String, Integer> acks() {
    SequencedMap<String, Integer> acks = new LinkedHashMap<>();
    acks.put("-1", -1);
    acks.put("0", 0);
    acks.put("1", 1);
    acks.put("all", -1);
    return acks;
  }
}
