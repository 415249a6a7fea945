package io.waitroom.boot.config;

import static io.waitroom.boot.config.Environments.SESSION_KEY;
import static io.waitroom.boot.config.Environments.TOKEN_KEYS;
import static io.waitroom.boot.config.Environments.base64;
import static io.waitroom.boot.config.Environments.minimal;
import static io.waitroom.boot.config.Environments.problems;
import static io.waitroom.boot.config.Environments.read;
import static io.waitroom.boot.config.Environments.with;
import static io.waitroom.testkit.TestKeys.jwks;
import static io.waitroom.testkit.TestKeys.tokenKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets: where they come from, what they must be, and that they are never shown. */
class SecretsTest {
  private static final String HIDDEN = "hUsh-hUsh";

  @TempDir Path directory;

  @Test
  void toString_everySecretSet_showsNone() {
    ECKey key = tokenKey("t1");
    Configuration configuration =
        read(
            Map.of(
                "SESSION_KEYS",
                "k1:" + base64(HIDDEN.repeat(4)),
                "TOKEN_KEYS",
                jwks(key),
                "ADMIN_KEY",
                HIDDEN.repeat(2),
                "REDIS_URL",
                "redis://user:%s@a".formatted(HIDDEN),
                "REDIS_PASSWORD",
                HIDDEN,
                "KAFKA_SASL_JAAS_CONFIG",
                HIDDEN + ";",
                "KAFKA_SSL_TRUSTSTORE_PASSWORD",
                HIDDEN));

    assertThat(
            Stream.of(
                configuration,
                configuration.summary(),
                configuration.redis(),
                configuration.kafka(),
                configuration.http(),
                configuration.tokens(),
                configuration.sessionKeys()))
        .allSatisfy(part ->
            assertThat(part.toString())
                .doesNotContain(HIDDEN)
                .doesNotContain(base64(HIDDEN.repeat(4)))
                .doesNotContain(key.getD().toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "SESSION_KEYS,hUsh-hUsh",
    "SESSION_KEYS,k1:hUsh-hUsh",
    "SESSION_KEYS,k1:!hUsh-hUsh!",
    "TOKEN_KEYS,hUsh-hUsh",
    "TOKEN_KEYS,'{\"keys\":[{\"kty\":\"EC\",\"d\":\"hUsh-hUsh\"}]}'",
    "TOKEN_KEYS,'{\"keys\":[{\"kty\":\"oct\",\"kid\":\"hUsh-hUsh\",\"k\":\"hUsh-hUsh\"}]}'",
    "ADMIN_KEY,hUsh-hUsh",
    "REDIS_URL,hUsh-hUsh",
    "REDIS_URL,http://:hUsh-hUsh@a",
    "REDIS_URL,redis://:hUsh-hUsh@a b",
    "REDIS_URL,redis://:hUsh-hUsh%zz@a",
    "REDIS_URL,redis://:hUsh-hUsh@a/x",
    "REDIS_URL,redis://:hUsh-hUsh@a:99999999999",
    "REDIS_URL,redis://:hUsh-hUsh@a?b=c",
    "KAFKA_SASL_JAAS_CONFIG,hUsh-hUsh",
  })
  void problems_illegalSecret_nameItWithoutShowingIt(String variable, String value) {
    assertThat(problems(with(Map.of(variable, value))))
        .singleElement()
        .asString()
        .startsWith(variable + " (not shown): ")
        .doesNotContain(HIDDEN);
  }

  @Test
  void sessionKeys_shortSecret_areRefused() {
    assertThat(problems(with(Map.of("SESSION_KEYS", "k1:" + base64("x".repeat(31)))))).hasSize(1);
    assertThat(problems(with(Map.of("SESSION_KEYS", "k1:" + base64("x".repeat(32)))))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "k-1:", "ninechars:", "k1"})
  void sessionKeys_illegalId_areRefused(String prefix) {
    assertThat(problems(with(Map.of("SESSION_KEYS", prefix + base64("x".repeat(32)))))).hasSize(1);
  }

  @Test
  void sessionKeys_oneIdTwice_areRefused() {
    assertThat(problems(with(Map.of("SESSION_KEYS", SESSION_KEY + "," + SESSION_KEY))))
        .containsExactly("SESSION_KEYS (not shown): must not give one id to two keys");
  }

  static Stream<Arguments> tokenKeysThatAreRefused() throws JOSEException {
    ECKey good = tokenKey("good");
    ECKey other = tokenKey("other");
    return Stream.of(
        Arguments.of("must hold at least one key", jwks()),
        Arguments.of(
            "key 2 must have its private part (d)", jwks(good, tokenKey("t").toPublicJWK())),
        Arguments.of(
            "key 1 must have a kid of its own", jwks(new ECKeyGenerator(Curve.P_256).generate())),
        Arguments.of("key 2 must have a kid of its own", jwks(good, good)),
        Arguments.of(
            "key 1 must be a P-256 key (kty EC, crv P-256)",
            jwks(new ECKeyGenerator(Curve.P_384).keyID("t").generate())),
        Arguments.of(
            "key 1 must be a P-256 key (kty EC, crv P-256)",
            jwks(new OctetSequenceKeyGenerator(256).keyID("t").generate())),
        Arguments.of(
            "key 1 must have private and public parts that belong together",
            jwks(new ECKey.Builder(good).d(other.getD()).build())));
  }

  @ParameterizedTest
  @MethodSource("tokenKeysThatAreRefused")
  void tokenKeys_unusable_areRefusedWithTheReason(String reason, String keys) {
    assertThat(problems(with(Map.of("TOKEN_KEYS", keys))))
        .containsExactly("TOKEN_KEYS (not shown): " + reason);
  }

  @Test
  void adminKey_shortOutsideDevelopment_isRefused() {
    assertThat(problems(with(Map.of("ADMIN_KEY", "x".repeat(15)))))
        .containsExactly("ADMIN_KEY (not shown): must be 16 to 1000 visible ASCII characters");
    assertThat(problems(with(Map.of("ADMIN_KEY", "x".repeat(16))))).isEmpty();
  }

  @Test
  void file_ofEverySecret_isRead() throws IOException {
    Configuration configuration =
        read(
            Map.of(
                "SESSION_KEYS", file("session", SESSION_KEY),
                "TOKEN_KEYS", file("token", TOKEN_KEYS),
                "ADMIN_KEY", file("admin", "from-a-file-of-mine"),
                "REDIS_URL", file("url", "redis://u@a:1"),
                "REDIS_PASSWORD", file("password", "p w"),
                "KAFKA_SASL_JAAS_CONFIG", file("jaas", "x required;"),
                "KAFKA_SSL_TRUSTSTORE_PASSWORD", file("truststore", "t")));

    assertThat(configuration.sessionKeys()).isEqualTo(read(minimal()).sessionKeys());
    assertThat(configuration.tokens().keys()).isEqualTo(read(minimal()).tokens().keys());
    assertThat(configuration.http().adminKey()).contains("from-a-file-of-mine");
    assertThat(configuration.redis().nodes()).containsExactly("a:1");
    assertThat(configuration.redis().password()).contains("p w");
    assertThat(configuration.kafka().security())
        .isEqualTo(Map.of("sasl.jaas.config", "x required;", "ssl.truststore.password", "t"));
  }

  @Test
  void file_missingOrEmptyOrHuge_isOneLine() throws IOException {
    String missing = "@" + directory.resolve("missing");
    String empty = file("empty", "");
    String huge = file("huge", "x".repeat(70_000));
    String folder = "@" + directory;

    assertThat(problems(with(Map.of("SESSION_KEYS", missing))))
        .containsExactly(
            "SESSION_KEYS is \"%s\": this file cannot be read as text".formatted(missing));
    assertThat(problems(with(Map.of("ADMIN_KEY", empty))))
        .containsExactly("ADMIN_KEY is \"%s\": this file is empty".formatted(empty));
    assertThat(problems(with(Map.of("REDIS_PASSWORD", huge))))
        .containsExactly(
            "REDIS_PASSWORD is \"%s\": this file is longer than 65536 bytes".formatted(huge));
    assertThat(problems(with(Map.of("REDIS_PASSWORD", folder))))
        .containsExactly(
            "REDIS_PASSWORD is \"%s\": this file cannot be read as text".formatted(folder));
  }

  @Test
  void file_ofAnOrdinaryVariable_isNotRead() throws IOException {
    assertThat(problems(with(Map.of("SERVER_PORT", file("port", "8080"))))).hasSize(1);
  }

  private String file(String name, String content) throws IOException {
    return "@" + Files.writeString(directory.resolve(name), content + "\n");
  }
}
