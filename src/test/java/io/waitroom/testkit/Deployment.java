package io.waitroom.testkit;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service as it is deployed: a Redis of its own, a real broker with six topics of its own, and
 * any number of replicas, each a process, with the keys of {@link TestKeys}.
 */
public final class Deployment implements AutoCloseable {
  private static final int PARTITIONS = 10;

  private final RedisServer redis = RedisServer.start();
  private final KafkaBroker broker = KafkaBroker.shared();
  private final Wire wire = new Wire(broker);
  private final Topics topics = wire.topics(PARTITIONS);
  private final List<ServiceProcess> replicas = new ArrayList<>();

  private Deployment() {}

  /** Redis and topics, and no replica yet. */
  public static Deployment start() {
    return new Deployment();
  }

  /**
   * The one of this JVM, with one replica, started when first asked for: use events of your own,
   * and leave it as you found it.
   */
  public static Deployment shared() {
    return Shared.DEPLOYMENT;
  }

  /** Starts a replica and returns when it is ready. */
  public ServiceProcess replica() {
    return replica(Map.of());
  }

  /** Starts a replica with more or other variables and returns when it is ready. */
  public ServiceProcess replica(Map<String, String> more) {
    return starting(more).awaitReady();
  }

  /** Starts a replica and does not wait for it. */
  public ServiceProcess starting(Map<String, String> more) {
    ServiceProcess replica = ServiceProcess.start(environment(more));
    replicas.add(replica);
    return replica;
  }

  /** What a replica finds in its environment, with more or other variables. */
  public Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("REDIS_ADDR", redis.address());
    environment.put("KAFKA_BROKERS", broker.bootstrapServers());
    environment.put("KAFKA_CONSUMER_GROUP_ID", "group-of-" + topics.joined());
    environment.put("KAFKA_CONSUMER_SESSION_TIMEOUT", "6000");
    environment.put("SESSION_KEYS", TestKeys.SESSION_KEYS);
    environment.put("TOKEN_KEYS", TestKeys.TOKEN_KEYS);
    environment.put("ADMIN_KEY", TestKeys.ADMIN_KEY);
    environment.putAll(variables(topics));
    environment.putAll(more);
    return environment;
  }

  /** What a lonely replica finds in its environment, with this Redis and Kafka switched off. */
  public static Map<String, String> withoutKafka(RedisServer redis) {
    return Map.of(
        "KAFKA_ENABLED", "false",
        "REDIS_ADDR", redis.address(),
        "SESSION_KEYS", TestKeys.SESSION_KEYS,
        "TOKEN_KEYS", TestKeys.TOKEN_KEYS,
        "ADMIN_KEY", TestKeys.ADMIN_KEY);
  }

  /** The variables that name the topics. */
  public static Map<String, String> variables(Topics topics) {
    Map<String, String> variables = new HashMap<>();
    String[] names = Wire.all(topics);
    String[] contract = Wire.all(Topics.DEFAULT);
    for (int i = 0; i < names.length; i++) {
      variables.put("KAFKA_TOPIC_" + contract[i], names[i]);
    }
    return variables;
  }

  /** All replicas ever started, the first first. */
  public List<ServiceProcess> replicas() {
    return List.copyOf(replicas);
  }

  /** A caller of the replica that was started first. */
  public Client client() {
    return Client.of(replicas.getFirst());
  }

  /** All state. */
  public RedisServer redis() {
    return redis;
  }

  /** The broker; others use it too. */
  public KafkaBroker broker() {
    return broker;
  }

  /** The other side of the broker. */
  public Wire wire() {
    return wire;
  }

  /** The six topics. */
  public Topics topics() {
    return topics;
  }

  @Override
  public void close() {
    replicas.forEach(ServiceProcess::close);
    wire.close();
    redis.close();
  }

  /** Holder of the shared deployment, so that it starts on first use only. */
  private static final class Shared {
    static final Deployment DEPLOYMENT = start();

    private static Deployment start() {
      Deployment deployment = new Deployment();
      Runtime.getRuntime().addShutdownHook(new Thread(deployment::close, "deployment-stop"));
      var _ = deployment.replica();
      return deployment;
    }
  }
}
