package io.waitroom.kafka.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of our Kafka clients. What the operator gives ({@link KafkaSettings#security})
 * never overrides what the promises rest on. Durations in ms.
 */
public final class ClientProperties {
  /** How long the producer tries before it reports an event as not sent. */
  public static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(10);

  /** How long a probe waits for the cluster's answer. */
  static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  private static final int REQUEST_TIMEOUT_MS = 5_000;
  private static final int MAX_BLOCK_MS = 2_000;
  private static final int LINGER_MS = 2;

  /**
   * Kafka's own default. Members learn from a heartbeat's answer that others have come or gone, so
   * partitions that change hands wait as long; a third of the session is only the upper bound.
   */
  private static final int HEARTBEAT_MS_MAX = 3_000;

  private static final int RECONNECT_BACKOFF_MAX_MS = 1_000;

  /** Whoever polls goes on until there is enough: compressed bytes say nothing about the heap. */
  private static final int POLL_RECORDS_MAX = 1;

  /**
   * Most bytes that a consumer fetches at once from a broker, of all partitions and of one,
   * compressed as they are: three consumers hold that much for each broker. A batch that is longer
   * comes all the same, alone.
   */
  private static final int FETCH_BYTES_MAX = 1 << 20;

  private static final int PARTITION_BYTES_MAX = 128 << 10;
  private static final long BUFFER_BYTES = 32L << 20;
  private static final long NEVER = -1;

  /** Gone in Kafka 4, where there is none unless one asks. */
  private static final String JMX_REPORTER = "auto.include.jmx.reporter";

  private ClientProperties() {}

  static Map<String, Object> producer(KafkaSettings settings) {
    Map<String, Object> all = common(settings);
    // The client refuses an idempotent producer that may not resend.
    boolean idempotent = settings.requiredAcks() == -1 && settings.producerRetries() > 0;
    all.put(ProducerConfig.CLIENT_ID_CONFIG, "waitroom-out");
    all.put(ProducerConfig.ACKS_CONFIG, Integer.toString(settings.requiredAcks()));
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotent);
    all.put(ProducerConfig.RETRIES_CONFIG, settings.producerRetries());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    // Codecs worth having are native and unpack themselves into /tmp: src/docs/decisions/kafka.md.
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    return all;
  }

  /**
   * Returns the properties of a consumer.
   *
   * @param name a word, different for each topic
   */
  public static Map<String, Object> consumer(KafkaSettings settings, String name) {
    Map<String, Object> all = common(settings);
    int session = (int) settings.sessionTimeout().toMillis();
    all.put(ConsumerConfig.CLIENT_ID_CONFIG, "waitroom-in-" + name);
    all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
    instanceId(settings, name)
        .ifPresent(id -> all.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.min(HEARTBEAT_MS_MAX, session / 3));
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // An outcome of a transaction that the shop took back never happened.
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES_MAX);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    // Not the cooperative one, whose rebalances have two rounds: src/docs/decisions/kafka.md.
    all.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, StickyAssignor.class.getName());
    return all;
  }

  /** Returns the name of a consumer in the group: different for each topic and replica. */
  public static Optional<String> instanceId(KafkaSettings settings, String name) {
    return settings.instanceId().map(id -> id + "-" + name);
  }

  /** Returns the properties of a client that asks and administers. */
  public static Map<String, Object> admin(KafkaSettings settings) {
    Map<String, Object> all = common(settings);
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, "waitroom-probe");
    all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) PROBE_TIMEOUT.toMillis());
    all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PROBE_TIMEOUT.toMillis());
    return all;
  }

  private static Map<String, Object> common(KafkaSettings settings) {
    Map<String, Object> all = new HashMap<>(settings.security());
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    all.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, NEVER);
    all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MAX_MS);
    // Nobody looks at them by JMX or in the broker, and hundreds of MBeans cost megabytes.
    all.put(JMX_REPORTER, false);
    all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    // Brokers that came back under other addresses are found through the given ones.
    all.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
    return all;
  }
}
