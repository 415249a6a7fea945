package io.waitroom.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The variables that say who the service is to Kafka, passed on to the client as they are. */
final class KafkaSecurityVariables {
  static final Variable<String> KAFKA_SECURITY_PROTOCOL =
      Variable.of(
          "KAFKA_SECURITY_PROTOCOL",
          words("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
          "PLAINTEXT",
          "How to speak to the brokers");

  static final Variable<String> KAFKA_SASL_MECHANISM =
      Variable.optional(
          "KAFKA_SASL_MECHANISM",
          words("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER", "GSSAPI"),
          "How to log in; needed with a SASL protocol");

  static final Variable<String> KAFKA_SASL_JAAS_CONFIG =
      Variable.secret(
          "KAFKA_SASL_JAAS_CONFIG",
          ValueTypes.text("(?s).*\\S.*;\\s*", "a JAAS login module that ends in ';'"),
          "none",
          "Who logs in, as Kafka's `sasl.jaas.config`; needed with a SASL protocol");

  static final Variable<Path> KAFKA_SSL_TRUSTSTORE_LOCATION =
      Variable.optional(
          "KAFKA_SSL_TRUSTSTORE_LOCATION",
          new ValueType<>("a file that can be read", KafkaSecurityVariables::readable),
          "Whom to trust: PEM where the name ends in .pem or .crt, else a Java key store; the"
              + " JDK's own list when not set");

  static final Variable<String> KAFKA_SSL_TRUSTSTORE_PASSWORD =
      Variable.secret(
          "KAFKA_SSL_TRUSTSTORE_PASSWORD",
          ValueTypes.text(".{1,1000}", "1 to 1000 characters"),
          "none",
          "Password of that key store");

  static final List<Variable<?>> ALL =
      List.of(
          KAFKA_SECURITY_PROTOCOL,
          KAFKA_SASL_MECHANISM,
          KAFKA_SASL_JAAS_CONFIG,
          KAFKA_SSL_TRUSTSTORE_LOCATION,
          KAFKA_SSL_TRUSTSTORE_PASSWORD);

  private KafkaSecurityVariables() {}

  /** Properties of Kafka's clients; empty where nothing is set. */
  static Map<String, String> read(ConfigReader reading) {
    Map<String, String> properties = new HashMap<>();
    String protocol = reading.get(KAFKA_SECURITY_PROTOCOL);
    if (reading.isSet(KAFKA_SECURITY_PROTOCOL)) {
      properties.put("security.protocol", protocol);
    }
    put(properties, "sasl.mechanism", reading.find(KAFKA_SASL_MECHANISM));
    put(properties, "sasl.jaas.config", reading.find(KAFKA_SASL_JAAS_CONFIG));
    Optional<Path> truststore = reading.find(KAFKA_SSL_TRUSTSTORE_LOCATION);
    put(properties, "ssl.truststore.location", truststore.map(Path::toString));
    put(
        properties,
        "ssl.truststore.type",
        truststore.filter(KafkaSecurityVariables::isPem).map(_ -> "PEM"));
    put(properties, "ssl.truststore.password", reading.find(KAFKA_SSL_TRUSTSTORE_PASSWORD));
    if (protocol.startsWith("SASL_")) {
      requireSet(reading, KAFKA_SASL_MECHANISM);
      requireSet(reading, KAFKA_SASL_JAAS_CONFIG);
    }
    return properties;
  }

  private static void requireSet(ConfigReader reading, Variable<?> variable) {
    if (!reading.isSet(variable)) {
      reading.problem(variable, "must be set with a SASL protocol");
    }
  }

  private static void put(Map<String, String> properties, String key, Optional<String> value) {
    value.ifPresent(text -> properties.put(key, text));
  }

  private static boolean isPem(Path file) {
    return file.toString().endsWith(".pem") || file.toString().endsWith(".crt");
  }

  private static Path readable(String text) {
    Path file = Path.of(text);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("no such file");
    }
    return file;
  }

  private static ValueType<String> words(String... words) {
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      values.put(word, word);
    }
    return ValueTypes.choice(values);
  }
}
