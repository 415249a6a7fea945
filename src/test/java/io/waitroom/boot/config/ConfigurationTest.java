package io.waitroom.boot.config;

import static io.waitroom.boot.config.Environments.OTHER_SESSION_KEY;
import static io.waitroom.boot.config.Environments.SESSION_KEY;
import static io.waitroom.boot.config.Environments.TOKEN_KEYS;
import static io.waitroom.boot.config.Environments.minimal;
import static io.waitroom.boot.config.Environments.read;
import static io.waitroom.boot.config.Environments.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.waitroom.boot.logging.LogSettings;
import io.waitroom.http.server.ServerSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.client.RedisSettings.Mode;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionKey;
import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import io.waitroom.work.WorkSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of an environment that is right. */
class ConfigurationTest {
  @TempDir Path directory;

  @Test
  void read_onlyKeys_hasTheDefaultsOfTheContract() {
    Configuration configuration = read(minimal());

    assertThat(configuration.server())
        .isEqualTo(new ServerSettings("0.0.0.0", 8080, 8081, Duration.ofSeconds(30)));
    assertThat(configuration.redis().mode()).isEqualTo(Mode.STANDALONE);
    assertThat(configuration.redis().nodes()).containsExactly("localhost:6379");
    assertThat(configuration.redis().sentinel()).isEmpty();
    assertThat(configuration.redis().username()).isEmpty();
    assertThat(configuration.redis().password()).isEmpty();
    assertThat(configuration.redis().database()).isZero();
    assertThat(configuration.redis().tls()).isFalse();
    assertThat(configuration.redis().poolSize()).isEqualTo(64);
    assertThat(configuration.redis().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(configuration.redis().commandTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(configuration.redis().poolTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(configuration.kafka().enabled()).isTrue();
    assertThat(configuration.kafka().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(configuration.kafka().groupId()).isEqualTo("waitroom-service");
    assertThat(configuration.kafka().sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(configuration.kafka().producerRetries()).isEqualTo(Integer.MAX_VALUE);
    assertThat(configuration.kafka().requiredAcks()).isEqualTo(-1);
    assertThat(configuration.kafka().topics()).isEqualTo(Topics.DEFAULT);
    assertThat(configuration.kafka().security()).isEmpty();
    assertThat(configuration.http().adminKey()).isEmpty();
    assertThat(configuration.http().checkoutUrl()).isEmpty();
    assertThat(configuration.http().corsOrigins()).isEmpty();
    assertThat(configuration.http().version()).isEqualTo("1.0.0");
    assertThat(configuration.http().defaults())
        .isEqualTo(
            new RoomSettings("", 100, 10, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15)));
    assertThat(configuration.tokens().issuer()).isEqualTo("waitroom-service");
    assertThat(configuration.work())
        .isEqualTo(new WorkSettings(Duration.ofMillis(50), Duration.ofSeconds(1), 500));
    assertThat(configuration.log())
        .isEqualTo(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT));
    assertThat(configuration.sessionRetention()).isEqualTo(Duration.ofHours(24));
    assertThat(configuration.outboxMaxLength()).isEqualTo(1_000_000);
    assertThat(configuration.keysMade()).isFalse();
  }

  @Test
  void read_emptyTexts_countAsNotSet() {
    Map<String, String> environment =
        Variables.ALL.stream().collect(Collectors.toMap(Variable::name, _ -> ""));
    environment.putAll(minimal());

    assertThat(read(environment)).hasToString(read(minimal()).toString());
  }

  @Test
  void read_everyVariable_reachesItsPlace() throws IOException {
    Path truststore = Files.writeString(directory.resolve("ca.pem"), "x");
    Map<String, String> environment = full(truststore);
    assertThat(environment.keySet())
        .as("REDIS_URL and WAITROOM_DEV have tests of their own")
        .containsExactlyInAnyOrderElementsOf(
            Variables.ALL.stream()
                .map(Variable::name)
                .filter(name -> !List.of("REDIS_URL", "WAITROOM_DEV").contains(name))
                .toList());

    Configuration configuration = read(environment);

    assertThat(configuration.server())
        .isEqualTo(new ServerSettings("0.0.0.0", 9090, 9091, Duration.ofSeconds(5)));
    assertThat(configuration.redis().mode()).isEqualTo(Mode.SENTINEL);
    assertThat(configuration.redis().nodes()).containsExactly("s1:26379", "[::1]:26380");
    assertThat(configuration.redis().sentinel())
        .contains(
            new RedisSettings.Sentinel(
                "main", Optional.of("watcher"), Optional.of("sentinelsecret")));
    assertThat(configuration.redis().username()).contains("waitroom");
    assertThat(configuration.redis().password()).contains("pass word ");
    assertThat(configuration.redis().database()).isEqualTo(3);
    assertThat(configuration.redis().tls()).isTrue();
    assertThat(configuration.redis().poolSize()).isEqualTo(7);
    assertThat(configuration.redis().connectTimeout()).isEqualTo(Duration.ofMillis(300));
    assertThat(configuration.redis().commandTimeout()).isEqualTo(Duration.ofMillis(400));
    assertThat(configuration.redis().poolTimeout()).isEqualTo(Duration.ofMillis(100));
    assertThat(configuration.kafka().enabled()).isFalse();
    assertThat(configuration.kafka().bootstrapServers()).isEqualTo("b1:9092,b2:9093");
    assertThat(configuration.kafka().groupId()).isEqualTo("group");
    assertThat(configuration.kafka().sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
    assertThat(configuration.kafka().producerRetries()).isEqualTo(3);
    assertThat(configuration.kafka().requiredAcks()).isEqualTo(1);
    assertThat(configuration.kafka().topics()).isEqualTo(new Topics("j", "l", "r", "c", "f", "e"));
    assertThat(configuration.kafka().security())
        .isEqualTo(
            Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", "a.Login required password=\"jaassecret\";",
                "ssl.truststore.location", truststore.toString(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.password", "truststoresecret"));
    assertThat(configuration.http().adminKey()).contains("adminadminadminadmin");
    assertThat(configuration.http().corsOrigins())
        .containsExactlyInAnyOrder("https://shop.example", "http://localhost:3000");
    assertThat(configuration.http().maxInFlight()).isEqualTo(33);
    assertThat(configuration.http().trustedProxies()).isEqualTo(2);
    assertThat(configuration.join())
        .isEqualTo(
            new JoinSettings(
                3,
                Duration.ofMinutes(2),
                JoinSettings.Proof.SPIKE,
                77,
                JoinSettings.Identity.REQUIRED));
    assertThat(configuration.issuer())
        .contains(
            new IssuerSettings(
                "https://accounts.example",
                URI.create("https://accounts.example/keys"),
                Set.of("tickets", "merch"),
                "person_id"));
    assertThat(configuration.proof().work()).isEqualTo(9_000);
    assertThat(configuration.proof().keys()).hasSize(2);
    assertThat(configuration.http().checkoutUrl())
        .contains("https://shop.example/c?e={event_id}&s={session_id}#{token}");
    assertThat(configuration.http().defaults())
        .isEqualTo(new RoomSettings("", 5, 6, 7, Duration.ofDays(1), Duration.ofMinutes(1)));
    assertThat(configuration.tokens().issuer()).isEqualTo("https://tickets.example");
    assertThat(configuration.tokens().keys())
        .extracting(ECKey::getKeyID)
        .containsExactly("t1", "t2");
    assertThat(configuration.sessionKeys()).extracting(SessionKey::id).containsExactly("k1", "k2");
    assertThat(configuration.work().processInterval()).isEqualTo(Duration.ofMillis(20));
    assertThat(configuration.work().batch()).isEqualTo(50);
    assertThat(configuration.log())
        .isEqualTo(new LogSettings(LogSettings.Level.DEBUG, LogSettings.Format.JSON));
    assertThat(configuration.sessionRetention()).isEqualTo(Duration.ofHours(36));
    assertThat(configuration.outboxMaxLength()).isEqualTo(1_000);
  }

  @Test
  void read_redisUrl_winsOverTheOtherVariables() {
    Configuration configuration =
        read(
            with(
                Map.of(
                    "REDIS_URL", "rediss://al%40ice:p%2Bw+d@redis.example/4",
                    "REDIS_ADDR", "elsewhere:1",
                    "REDIS_USERNAME", "bob",
                    "REDIS_PASSWORD", "other",
                    "REDIS_DB", "1")));

    assertThat(configuration.redis().nodes()).containsExactly("redis.example:6379");
    assertThat(configuration.redis().username()).contains("al@ice");
    assertThat(configuration.redis().password()).contains("p+w+d");
    assertThat(configuration.redis().database()).isEqualTo(4);
    assertThat(configuration.redis().tls()).isTrue();
  }

  @Test
  void read_redisUrlWithoutParts_leavesThemToTheOtherVariables() {
    Configuration configuration =
        read(
            with(
                Map.of(
                    "REDIS_URL", "redis://[::1]:6380",
                    "REDIS_PASSWORD", "other",
                    "REDIS_DB", "1")));

    assertThat(configuration.redis().nodes()).containsExactly("[::1]:6380");
    assertThat(configuration.redis().password()).contains("other");
    assertThat(configuration.redis().database()).isEqualTo(1);
    assertThat(configuration.redis().tls()).isFalse();
  }

  @Test
  void read_acksAll_isMinusOne() {
    assertThat(read(with(Map.of("KAFKA_PRODUCER_REQUIRED_ACKS", "all"))).kafka().requiredAcks())
        .isEqualTo(-1);
  }

  @Test
  void read_developmentStart_makesKeysAndSaysSo() {
    Configuration first = read(Map.of("WAITROOM_DEV", "true", "ADMIN_KEY", "short"));
    Configuration second = read(Map.of("WAITROOM_DEV", "true"));

    assertThat(first.keysMade()).isTrue();
    assertThat(first.sessionKeys()).hasSize(1);
    assertThat(first.sessionKeys()).isNotEqualTo(second.sessionKeys());
    assertThat(first.tokens().keys()).isNotEqualTo(second.tokens().keys());
    assertThat(first.http().adminKey()).contains("short");
  }

  @Test
  void read_developmentStartWithKeys_takesThem() {
    Configuration configuration = read(with(Map.of("WAITROOM_DEV", "true")));

    assertThat(configuration.keysMade()).isFalse();
    assertThat(configuration.sessionKeys()).isEqualTo(read(minimal()).sessionKeys());
  }

  private static Map<String, String> full(Path truststore) {
    Map<String, String> all = new HashMap<>();
    all.put("SERVER_PORT", " 9090 ");
    all.put("MANAGEMENT_PORT", "9091");
    all.put("SHUTDOWN_GRACE", "PT5S");
    all.put("LOG_LEVEL", "DEBUG");
    all.put("LOG_FORMAT", "json");
    all.put("SESSION_KEYS", SESSION_KEY + ", " + OTHER_SESSION_KEY + "\n");
    all.put("TOKEN_KEYS", TOKEN_KEYS);
    all.put("TOKEN_ISSUER", "https://tickets.example");
    all.put("ADMIN_KEY", "adminadminadminadmin");
    all.put("QUEUE_DEFAULT_MAX_CONCURRENT", "5");
    all.put("QUEUE_DEFAULT_RELEASE_RATE", "6");
    all.put("QUEUE_MAX_LENGTH", "7");
    all.put("QUEUE_SESSION_TTL", "1d");
    all.put("QUEUE_SESSION_RETENTION", "36h");
    all.put("QUEUE_PROCESS_INTERVAL", "20ms");
    all.put("QUEUE_ADMIT_BATCH", "50");
    all.put("QUEUE_OUTBOX_MAX_LENGTH", "1000");
    all.put("CHECKOUT_TTL", "60s");
    all.put("CORS_ORIGINS", "https://shop.example, http://localhost:3000");
    all.put("CHECKOUT_URL", "https://shop.example/c?e={event_id}&s={session_id}#{token}");
    all.put("SERVER_MAX_IN_FLIGHT", "33");
    all.put("TRUSTED_PROXIES", "2");
    all.put("JOIN_LIMIT", "3");
    all.put("JOIN_LIMIT_WINDOW", "2m");
    all.put("JOIN_PROOF", "Spike");
    all.put("JOIN_PROOF_SPIKE", "77");
    all.put("JWT_PERSON_CLAIM", "person_id");
    all.put("JOIN_PROOF_WORK", "9000");
    all.put("JOIN_IDENTITY", "required");
    all.put("JWT_ISSUER", "https://accounts.example");
    all.put("JWT_JWKS_URL", "https://accounts.example/keys");
    all.put("JWT_AUDIENCES", "tickets, merch");
    all.put("REDIS_ADDR", "s1:26379, [::1]:26380");
    all.put("REDIS_MODE", "sentinel");
    all.put("REDIS_SENTINEL_MASTER", "main");
    all.put("REDIS_SENTINEL_USERNAME", "watcher");
    all.put("REDIS_SENTINEL_PASSWORD", "sentinelsecret");
    all.put("REDIS_USERNAME", "waitroom");
    all.put("REDIS_PASSWORD", "pass word \n");
    all.put("REDIS_DB", "3");
    all.put("REDIS_TLS", "true");
    all.put("REDIS_POOL_SIZE", "7");
    all.put("REDIS_CONNECT_TIMEOUT", "300ms");
    all.put("REDIS_COMMAND_TIMEOUT", "400ms");
    all.put("REDIS_POOL_TIMEOUT", "100ms");
    all.put("KAFKA_ENABLED", "false");
    all.put("KAFKA_BROKERS", "b1:9092,b2:9093");
    all.put("KAFKA_CONSUMER_GROUP_ID", "group");
    all.put("KAFKA_CONSUMER_INSTANCE_ID", "pod-1");
    all.put("KAFKA_CONSUMER_SESSION_TIMEOUT", "6000");
    all.put("KAFKA_PRODUCER_RETRY_MAX", "3");
    all.put("KAFKA_PRODUCER_REQUIRED_ACKS", "1");
    all.put("KAFKA_TOPIC_QUEUE_JOINED", "j");
    all.put("KAFKA_TOPIC_QUEUE_LEFT", "l");
    all.put("KAFKA_TOPIC_QUEUE_READY", "r");
    all.put("KAFKA_TOPIC_CHECKOUT_COMPLETED", "c");
    all.put("KAFKA_TOPIC_CHECKOUT_FAILED", "f");
    all.put("KAFKA_TOPIC_CHECKOUT_EXPIRED", "e");
    all.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    all.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    all.put("KAFKA_SASL_JAAS_CONFIG", "a.Login required password=\"jaassecret\";");
    all.put("KAFKA_SSL_TRUSTSTORE_LOCATION", truststore.toString());
    all.put("KAFKA_SSL_TRUSTSTORE_PASSWORD", "truststoresecret");
    return all;
  }
}
