package io.waitroom.boot.config;

import io.waitroom.boot.logging.LogSettings;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.server.ServerSettings;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.client.RedisUrl;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionKey;
import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import io.waitroom.token.ProofSettings;
import io.waitroom.token.TokenSettings;
import io.waitroom.work.WorkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the settings from variables that have no problem. */
final class Settings {
  private static final String MADE_KEY_ID = "dev";

  /** A join wakes an idle event at once; this bounds the effect of a missed wake-up. */
  private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);

  private final ConfigReader reader;

  Settings(ConfigReader reader) {
    this.reader = reader;
  }

  /** Builds all. Makes the keys that are not set, as the rules allow a development start only. */
  Configuration all() {
    List<SessionKey> sessionKeys =
        find(Variables.SESSION_KEYS).orElseGet(() -> List.of(Keys.newSessionKey(MADE_KEY_ID)));
    return new Configuration(
        new ServerSettings(
            "0.0.0.0",
            get(Variables.SERVER_PORT),
            get(Variables.MANAGEMENT_PORT),
            get(Variables.SHUTDOWN_GRACE)),
        redis(),
        kafka(),
        http(),
        new TokenSettings(
            get(Variables.TOKEN_ISSUER),
            find(Variables.TOKEN_KEYS).orElseGet(() -> List.of(Keys.newTokenKey(MADE_KEY_ID)))),
        join(),
        issuer(),
        ProofSettings.of(sessionKeys, get(Variables.JOIN_PROOF_WORK)),
        sessionKeys,
        new WorkSettings(
            get(Variables.QUEUE_PROCESS_INTERVAL), IDLE_INTERVAL, get(Variables.QUEUE_ADMIT_BATCH)),
        new LogSettings(get(Variables.LOG_LEVEL), get(Variables.LOG_FORMAT)),
        get(Variables.QUEUE_SESSION_RETENTION),
        get(Variables.QUEUE_OUTBOX_MAX_LENGTH),
        find(Variables.SESSION_KEYS).isEmpty() || find(Variables.TOKEN_KEYS).isEmpty());
  }

  private HttpSettings http() {
    return new HttpSettings(
        find(Variables.ADMIN_KEY),
        find(Variables.CHECKOUT_URL),
        find(Variables.CORS_ORIGINS).orElse(Set.of()),
        get(Variables.SERVER_MAX_IN_FLIGHT),
        get(Variables.TRUSTED_PROXIES),
        new RoomSettings(
            "",
            get(Variables.QUEUE_DEFAULT_MAX_CONCURRENT),
            get(Variables.QUEUE_DEFAULT_RELEASE_RATE),
            get(Variables.QUEUE_MAX_LENGTH),
            get(Variables.QUEUE_SESSION_TTL),
            get(Variables.CHECKOUT_TTL)),
        Configuration.VERSION);
  }

  private JoinSettings join() {
    return new JoinSettings(
        get(Variables.JOIN_LIMIT),
        get(Variables.JOIN_LIMIT_WINDOW),
        get(Variables.JOIN_PROOF),
        get(Variables.JOIN_PROOF_SPIKE),
        get(Variables.JOIN_IDENTITY));
  }

  private Optional<IssuerSettings> issuer() {
    if (get(Variables.JOIN_IDENTITY) == JoinSettings.Identity.OFF) {
      return Optional.empty();
    }
    return Optional.of(
        new IssuerSettings(
            find(Variables.JWT_ISSUER).orElseThrow(),
            find(Variables.JWT_JWKS_URL).orElseThrow(),
            find(Variables.JWT_AUDIENCES).orElse(Set.of()),
            get(Variables.JWT_PERSON_CLAIM)));
  }

  private RedisSettings redis() {
    Optional<RedisUrl> url = find(Variables.REDIS_URL);
    return new RedisSettings(
        get(Variables.REDIS_MODE),
        url.map(it -> List.of(it.node())).orElse(get(Variables.REDIS_ADDR)),
        find(Variables.REDIS_SENTINEL_MASTER)
            .map(master ->
                new RedisSettings.Sentinel(
                    master,
                    find(Variables.REDIS_SENTINEL_USERNAME),
                    find(Variables.REDIS_SENTINEL_PASSWORD))),
        url.flatMap(RedisUrl::username).or(() -> find(Variables.REDIS_USERNAME)),
        url.flatMap(RedisUrl::password).or(() -> find(Variables.REDIS_PASSWORD)),
        url.flatMap(RedisUrl::database).orElse(get(Variables.REDIS_DB)),
        url.map(RedisUrl::tls).orElse(false) || get(Variables.REDIS_TLS),
        get(Variables.REDIS_POOL_SIZE),
        get(Variables.REDIS_CONNECT_TIMEOUT),
        get(Variables.REDIS_COMMAND_TIMEOUT),
        get(Variables.REDIS_POOL_TIMEOUT));
  }

  private KafkaSettings kafka() {
    List<String> topics = Variables.TOPICS.stream().map(reader::get).toList();
    return new KafkaSettings(
        get(Variables.KAFKA_ENABLED),
        String.join(",", get(Variables.KAFKA_BROKERS)),
        get(Variables.KAFKA_CONSUMER_GROUP_ID),
        find(Variables.KAFKA_CONSUMER_INSTANCE_ID),
        get(Variables.KAFKA_CONSUMER_SESSION_TIMEOUT),
        get(Variables.KAFKA_PRODUCER_RETRY_MAX),
        get(Variables.KAFKA_PRODUCER_REQUIRED_ACKS),
        new Topics(
            topics.get(0),
            topics.get(1),
            topics.get(2),
            topics.get(3),
            topics.get(4),
            topics.get(5)),
        kafkaSecurity());
  }

  /** Properties of Kafka's clients, passed on as they are; empty where nothing is set. */
  private Map<String, String> kafkaSecurity() {
    Optional<String> truststore = find(Variables.KAFKA_SSL_TRUSTSTORE_LOCATION).map(Path::toString);
    Map<String, String> properties = new HashMap<>();
    put(properties, "security.protocol", find(Variables.KAFKA_SECURITY_PROTOCOL));
    put(properties, "sasl.mechanism", find(Variables.KAFKA_SASL_MECHANISM));
    put(properties, "sasl.jaas.config", find(Variables.KAFKA_SASL_JAAS_CONFIG));
    put(properties, "ssl.truststore.location", truststore);
    put(properties, "ssl.truststore.type", truststore.filter(Settings::isPem).map(_ -> "PEM"));
    put(properties, "ssl.truststore.password", find(Variables.KAFKA_SSL_TRUSTSTORE_PASSWORD));
    return properties;
  }

  private static void put(Map<String, String> properties, String key, Optional<String> value) {
    value.ifPresent(text -> properties.put(key, text));
  }

  private static boolean isPem(String file) {
    return file.endsWith(".pem") || file.endsWith(".crt");
  }

  private <T> T get(Variable<T> variable) {
    return reader.get(variable);
  }

  private <T> Optional<T> find(Variable<T> variable) {
    return reader.find(variable);
  }
}
