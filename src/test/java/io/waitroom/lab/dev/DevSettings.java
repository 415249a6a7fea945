package io.waitroom.lab.dev;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the environment variables ask of a development start.
 *
 * @param servicePort where the service listens ({@code SERVER_PORT})
 * @param redisPort where our own redis-server listens ({@code REDIS_PORT}); empty when a Redis is
 *     given
 * @param kafkaPort where our own broker listens ({@code KAFKA_PORT}); empty when a broker is given
 *     or Kafka is switched off
 * @param variables the service's variables: all of ours, and defaults for what a development start
 *     needs
 */
record DevSettings(
    int servicePort, OptionalInt redisPort, OptionalInt kafkaPort, Map<String, String> variables) {

  /** The admin key of a development start that was not given one. */
  static final String ADMIN_KEY = "dev-admin-key";

  private static final List<String> OUTGOING = List.of("QUEUE_JOINED", "QUEUE_LEFT", "QUEUE_READY");
  private static final List<String> INCOMING =
      List.of("CHECKOUT_COMPLETED", "CHECKOUT_FAILED", "CHECKOUT_EXPIRED");
  private static final int PORT_MAX = 65_535;

  DevSettings {
    variables = Map.copyOf(variables);
  }

  /**
   * Reads the variables; a blank one counts as absent.
   *
   * @throws IllegalArgumentException naming variable, value and what is allowed
   */
  static DevSettings of(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.values().removeIf(String::isBlank);
    int servicePort = port(variables, "SERVER_PORT", 8080);
    OptionalInt redisPort = OptionalInt.empty();
    if (!isRedisGiven(variables)) {
      redisPort = OptionalInt.of(port(variables, "REDIS_PORT", 6379));
      variables.put("REDIS_ADDR", "127.0.0.1:" + redisPort.getAsInt());
    }
    OptionalInt kafkaPort = OptionalInt.empty();
    if (isKafkaEnabled(variables) && !variables.containsKey("KAFKA_BROKERS")) {
      kafkaPort = OptionalInt.of(port(variables, "KAFKA_PORT", 9092));
      variables.put("KAFKA_BROKERS", "127.0.0.1:" + kafkaPort.getAsInt());
    }
    variables.put("SERVER_PORT", Integer.toString(servicePort));
    variables.putIfAbsent("ADMIN_KEY", ADMIN_KEY);
    variables.putIfAbsent("WAITROOM_DEV", "true");
    // Its keys are its own: in the group of a real service it would take outcomes away (F-138).
    variables.putIfAbsent("KAFKA_CONSUMER_GROUP_ID", "waitroom-dev");
    return new DevSettings(servicePort, redisPort, kafkaPort, variables);
  }

  /** Where the service is. */
  String serviceUrl() {
    return "http://localhost:" + servicePort;
  }

  /**
   * Where Redis is, in the words of the variable that says so; a URL may hold a password and is not
   * repeated.
   */
  String redis() {
    return redisPort.isPresent()
        ? variable("REDIS_ADDR").orElseThrow()
        : variable("REDIS_ADDR").orElse("as REDIS_URL says");
  }

  /** The bootstrap servers; empty when Kafka is switched off. */
  Optional<String> kafka() {
    return isKafkaEnabled(variables) ? variable("KAFKA_BROKERS") : Optional.empty();
  }

  /** The key of the admin API. */
  String adminKey() {
    return variable("ADMIN_KEY").orElseThrow();
  }

  /** The password of Redis, for a server of our own too. */
  Optional<String> redisPassword() {
    return variable("REDIS_PASSWORD");
  }

  /** The name of a topic, which {@code KAFKA_TOPIC_<NAME>} may change. */
  String topic(String name) {
    return variable("KAFKA_TOPIC_" + name).orElse(name);
  }

  /** The six topics and the dead letters of the incoming ones. */
  List<String> topics() {
    return Stream.of(
            OUTGOING.stream().map(this::topic),
            INCOMING.stream().map(this::topic),
            INCOMING.stream().map(name -> topic(name) + ".DLQ"))
        .flatMap(Function.identity())
        .toList();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  private static boolean isRedisGiven(Map<String, String> variables) {
    return variables.containsKey("REDIS_ADDR") || variables.containsKey("REDIS_URL");
  }

  private static boolean isKafkaEnabled(Map<String, String> variables) {
    return !"false".equalsIgnoreCase(variables.get("KAFKA_ENABLED"));
  }

  private static int port(Map<String, String> variables, String name, int fallback) {
    String value = variables.get(name);
    if (value == null) {
      return fallback;
    }
    String allowed = name + "=" + value + " is not a port: a number from 1 to " + PORT_MAX;
    try {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(allowed, e);
    }
    throw new IllegalArgumentException(allowed);
  }
}
