package io.waitroom.boot.config;

import static io.waitroom.boot.config.Environments.SESSION_KEY;
import static io.waitroom.boot.config.Environments.TOKEN_KEYS;
import static io.waitroom.boot.config.Environments.problems;
import static io.waitroom.boot.config.Environments.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each illegal value gives its line, with variable, value and what is allowed. */
class ConfigurationProblemsTest {
  private static final String TIMEOUT = "must be 1ms to 10s";
  private static final String ADDRESS = "must be host:port, or several separated by commas";
  private static final String ORIGINS =
      "must be origins such as https://shop.example or http://localhost:3000, separated by commas, in"
          + " lower case and without their usual ports";
  private static final String TOPIC = "must be 1 to 245 letters, digits, '.', '_' or '-'";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERVER_PORT                    | 65536       | must be 0 to 65535",
        "SERVER_PORT                    | -1          | must be 0 to 65535",
        "SERVER_PORT                    | tcp://1:80  | must be 0 to 65535",
        "SERVER_PORT                    | 8080.0      | must be 0 to 65535",
        "SERVER_PORT                    | 99999999999999999999 | must be 0 to 65535",
        "MANAGEMENT_PORT                | 65536       | must be 0 to 65535",
        "MANAGEMENT_PORT                | 8080        | must be another port than SERVER_PORT, 8080",
        "CORS_ORIGINS                   | *           | " + ORIGINS,
        "CORS_ORIGINS                   | shop.example | " + ORIGINS,
        "CORS_ORIGINS                   | https://Shop.example | " + ORIGINS,
        "CORS_ORIGINS                   | https://shop.example/ | " + ORIGINS,
        "CORS_ORIGINS                   | https://shop.example:443 | " + ORIGINS,
        "CORS_ORIGINS                   | http://shop.example:80 | " + ORIGINS,
        "CORS_ORIGINS                   | http://shop.example:65536 | " + ORIGINS,
        "CORS_ORIGINS                   | https://a.example,,https://b.example | " + ORIGINS,
        "CORS_ORIGINS                   | https://*.example | " + ORIGINS,
        "SHUTDOWN_GRACE                 | 11m         | must be 100ms to 10m",
        "SHUTDOWN_GRACE                 | 99ms        | must be 100ms to 10m",
        "LOG_LEVEL                      | trace       | must be debug, info, warn or error",
        "LOG_FORMAT                     | xml         | must be text or json",
        "WAITROOM_DEV                   | yes         | must be true or false",
        "TOKEN_ISSUER                   | a b         | must be 1 to 200 visible ASCII characters",
        "QUEUE_DEFAULT_MAX_CONCURRENT   | 0           | must be 1 to 1000000",
        "QUEUE_DEFAULT_RELEASE_RATE     | 100001      | must be 1 to 100000",
        "QUEUE_DEFAULT_RELEASE_RATE     | 0.5         | must be 1 to 100000",
        "QUEUE_MAX_LENGTH               | 0           | must be 1 to 100000000",
        "QUEUE_SESSION_TTL              | 8d          | must be 1s to 7d",
        "QUEUE_SESSION_TTL              | 7200        | must be 1s to 7d",
        "QUEUE_SESSION_RETENTION        | 59s         | must be 1m to 30d",
        "QUEUE_PROCESS_INTERVAL         | 2s          | must be 5ms to 1s",
        "QUEUE_PROCESS_INTERVAL         | 4ms         | must be 5ms to 1s",
        "QUEUE_PROCESS_INTERVAL         | PT0.0055S   | must be 5ms to 1s",
        "QUEUE_PROCESS_INTERVAL         | -PT1S       | must be 5ms to 1s",
        "QUEUE_PROCESS_INTERVAL         | soon        | must be 5ms to 1s",
        "QUEUE_ADMIT_BATCH              | 1001        | must be 1 to 1000",
        "QUEUE_OUTBOX_MAX_LENGTH        | 999         | must be 1000 to 100000000",
        "CHECKOUT_TTL                   | 25h         | must be 1s to 1d",
        "SERVER_MAX_IN_FLIGHT           | 0           | must be 1 to 100000",
        "TRUSTED_PROXIES                | 11          | must be 0 to 10",
        "JOIN_LIMIT                     | -1          | must be 0 to 1000",
        "JOIN_LIMIT_WINDOW              | 999ms       | must be 1s to 1d",
        "JOIN_PROOF                     | on          | must be off, spike or always",
        "JOIN_PROOF_SPIKE               | 0           | must be 1 to 1000000",
        "JOIN_PROOF_WORK                | 999         | must be 1000 to 10000000",
        "JOIN_IDENTITY                  | yes         | must be off, optional or required",
        "JWT_ISSUER                     | a b         | must be 1 to 200 visible ASCII characters",
        "JWT_JWKS_URL                   | ftp://a/b   | must be an address that starts with https://,"
            + " http:// or file:/",
        "JWT_JWKS_URL                   | https:///b  | must be an address that starts with https://,"
            + " http:// or file:/",
        "JWT_AUDIENCES                  | a,,b        | must be names of visible ASCII characters,"
            + " separated by commas",
        "REDIS_ADDR                     | localhost   | " + ADDRESS,
        "REDIS_ADDR                     | a:1,        | " + ADDRESS,
        "REDIS_ADDR                     | a:0         | " + ADDRESS,
        "REDIS_ADDR                     | a:65536     | " + ADDRESS,
        "REDIS_ADDR                     | redis://a:1 | " + ADDRESS,
        "REDIS_ADDR                     | a:1,b:2     | must be one host:port in mode standalone",
        "REDIS_MODE                     | single      | must be standalone, sentinel or cluster",
        "REDIS_SENTINEL_MASTER          | a b | must be 1 to 100 letters, digits, '.', '_' or '-'",
        "REDIS_SENTINEL_USERNAME        | a b         | must be 1 to 200 characters without spaces",
        "REDIS_USERNAME                 | a b         | must be 1 to 200 characters without spaces",
        "REDIS_DB                       | 16          | must be 0 to 15",
        "REDIS_TLS                      | 1           | must be true or false",
        "REDIS_POOL_SIZE                | 0           | must be 1 to 10000",
        "REDIS_CONNECT_TIMEOUT          | 11s         | " + TIMEOUT,
        "REDIS_COMMAND_TIMEOUT          | 0ms         | " + TIMEOUT,
        "REDIS_POOL_TIMEOUT             | 0s          | " + TIMEOUT,
        "KAFKA_ENABLED                  | on          | must be true or false",
        "KAFKA_BROKERS                  | broker      | " + ADDRESS,
        "KAFKA_CONSUMER_GROUP_ID        | a b         | must be 1 to 255 visible ASCII characters",
        "KAFKA_CONSUMER_INSTANCE_ID     | pod/1       | must be 1 to 200 letters, digits, '.', '_' or"
            + " '-'",
        "KAFKA_CONSUMER_SESSION_TIMEOUT | 999 | must be 1000 to 1800000 (milliseconds), or a"
            + " duration such as 10s",
        "KAFKA_CONSUMER_SESSION_TIMEOUT | 31m | must be 1000 to 1800000 (milliseconds), or a"
            + " duration such as 10s",
        "KAFKA_PRODUCER_RETRY_MAX       | -1          | must be 0 to 2147483647",
        "KAFKA_PRODUCER_RETRY_MAX       | 2147483648  | must be 0 to 2147483647",
        "KAFKA_PRODUCER_REQUIRED_ACKS   | 2           | must be -1, 0, 1 or all",
        "KAFKA_TOPIC_QUEUE_JOINED       | a b         | " + TOPIC,
        "KAFKA_TOPIC_QUEUE_LEFT         | ..          | " + TOPIC,
        "KAFKA_TOPIC_QUEUE_READY        | a/b         | " + TOPIC,
        "KAFKA_TOPIC_CHECKOUT_COMPLETED | QUEUE_LEFT  | must be a topic that no other variable names",
        "KAFKA_TOPIC_CHECKOUT_FAILED    | .           | " + TOPIC,
        "KAFKA_TOPIC_CHECKOUT_EXPIRED   | ä           | " + TOPIC,
        "KAFKA_SECURITY_PROTOCOL | TLS | must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
        "KAFKA_SASL_MECHANISM | MD5 | must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or GSSAPI",
        "KAFKA_SASL_MECHANISM | OAUTHBEARER | must be PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or GSSAPI",
        "KAFKA_SSL_TRUSTSTORE_LOCATION  | /no/such    | must be a file that can be read",
      })
  void read_illegalValue_isOneLine(String variable, String value, String allowed) {
    assertThat(problems(with(Map.of(variable, value))))
        .contains("%s is \"%s\": %s".formatted(variable, value, allowed));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example/checkout",
    "/checkout",
    "ftp://shop.example",
    "https:///x",
    "https://shop.example/{user}",
    "https://shop.example/{event_id",
    "'https://shop example/'",
  })
  void read_illegalCheckoutUrl_isOneLine(String url) {
    assertThat(problems(with(Map.of("CHECKOUT_URL", url))))
        .containsExactly(
            "CHECKOUT_URL is \"%s\": must be an http:// or https:// URL with no other braces than"
                    .formatted(url)
                + " {event_id}, {session_id} and {token}");
  }

  static Stream<Map<String, String>> contradictions() {
    return Stream.of(
        Map.of(
            "REDIS_COMMAND_TIMEOUT", "1s",
            "REDIS_POOL_TIMEOUT", "1s",
            "",
                "REDIS_COMMAND_TIMEOUT and REDIS_POOL_TIMEOUT are \"1s\" and \"1s\": together they"
                    + " must be less than 2s"),
        Map.of(
            "SERVER_PORT", "8081",
            "", "MANAGEMENT_PORT is not set: must be another port than SERVER_PORT, 8081"),
        Map.of(
            "REDIS_MODE", "sentinel",
            "", "REDIS_SENTINEL_MASTER is not set: must name the primary in mode sentinel"),
        Map.of(
            "REDIS_SENTINEL_MASTER", "main",
            "", "REDIS_SENTINEL_MASTER is \"main\": must not be set unless REDIS_MODE is sentinel"),
        Map.of(
            "REDIS_MODE", "cluster",
            "REDIS_DB", "1",
            "", "REDIS_DB is \"1\": the database must be 0 in mode cluster"),
        Map.of(
            "REDIS_MODE", "cluster",
            "REDIS_URL", "redis://:hidden@a/1",
            "", "REDIS_URL (not shown): the database must be 0 in mode cluster"),
        Map.of(
            "REDIS_URL", "redis://:hidden@a/16",
            "", "REDIS_URL (not shown): its database must be 0 to 15"),
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
            "KAFKA_SASL_JAAS_CONFIG", "x required;",
            "", "KAFKA_SASL_MECHANISM is not set: must be set with a SASL protocol"),
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
            "KAFKA_SASL_MECHANISM", "PLAIN",
            "", "KAFKA_SASL_JAAS_CONFIG is not set: must be set with a SASL protocol"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void read_valuesThatContradict_isOneLine(Map<String, String> environment) {
    Map<String, String> given = new HashMap<>(environment);
    String line = given.remove("");

    assertThat(problems(with(given))).containsExactly(line);
  }

  @Test
  void read_noKeys_asksForThem() {
    assertThat(problems(Map.of()))
        .containsExactly(
            "SESSION_KEYS is not set: must be id:secret[,id:secret,...], ids of 1 to 8 letters or"
                + " digits, secrets of at least 32 bytes in base64 (or start with"
                + " WAITROOM_DEV=true, which makes one)",
            "TOKEN_KEYS is not set: must be a JWK Set of private P-256 keys, each with a kid (or"
                + " start with WAITROOM_DEV=true, which makes one)");
  }

  @Test
  void read_everythingWrong_tellsEverything() {
    Map<String, String> environment =
        Variables.ALL.stream().collect(Collectors.toMap(Variable::name, _ -> "\u0000 wrong"));
    // Free of rules: any text is a password.
    List<String> any =
        List.of("REDIS_PASSWORD", "REDIS_SENTINEL_PASSWORD", "KAFKA_SSL_TRUSTSTORE_PASSWORD");

    List<String> problems = problems(environment);

    assertThat(Variables.ALL)
        .filteredOn(variable -> !any.contains(variable.name()))
        .allSatisfy(variable ->
            assertThat(problems)
                .filteredOn(line -> line.startsWith(variable.name() + " "))
                .hasSize(1));
    assertThat(problems).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }

  @Test
  void read_longValueWithLineBreaks_isOneShortLine() {
    String value = "a\nwaitroom: forged\u001b[2J\u2028" + "x".repeat(10_000);

    assertThat(problems(with(Map.of("SERVER_PORT", value))))
        .singleElement()
        .asString()
        .startsWith("SERVER_PORT is \"a\\nwaitroom: forged\\u001b[2J\\u2028xxx")
        .hasSizeLessThan(200)
        .doesNotContain("\n");
  }

  @Test
  void read_identityWithoutIssuer_tellsBothThatAreMissing() {
    assertThat(problems(with(Map.of("JOIN_IDENTITY", "optional"))))
        .containsExactly(
            "JWT_ISSUER is not set: must be 1 to 200 visible ASCII characters, because JOIN_IDENTITY"
                + " is optional",
            "JWT_JWKS_URL is not set: must be an address that starts with https://, http:// or"
                + " file:/, because JOIN_IDENTITY is optional");
  }

  @Test
  void read_wrongMode_bringsNoFurtherProblem() {
    assertThat(problems(with(Map.of("REDIS_MODE", "x", "REDIS_ADDR", "a:1,b:2")))).hasSize(1);
  }

  @Test
  void read_keysForAnEnvironmentThatIsRight_hasNoProblem() {
    assertThat(problems(Map.of("SESSION_KEYS", SESSION_KEY, "TOKEN_KEYS", TOKEN_KEYS))).isEmpty();
  }
}
