package io.waitroom.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import io.waitroom.room.BuyerIdentity.Identity;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.UserId;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.TestKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buyers' tokens of an issuer that rotates, fails, and publishes odd keys. */
class BuyerTokensTest {
  private static final String ISSUER = "me";
  private static final Duration NEVER_AGAIN = Duration.ofSeconds(50);
  private static final Duration SOON = Duration.ofMillis(100);
  private static final ECKey FIRST = TestKeys.tokenKey("first");
  private static final ECKey SECOND = TestKeys.tokenKey("second");
  private static final Identity ALICE = new Identity.Known(new UserId("alice"));

  private final AtomicInteger fetches = new AtomicInteger();
  private volatile int status = 200;
  private volatile String published = keys(FIRST);
  private HttpServer server;

  @BeforeEach
  void publish() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String keys(ECKey key) {
    return TestKeys.jwks(key.toPublicJWK());
  }

  /** The published keys, and one more before them. */
  private static String with(String entry, ECKey key) {
    return "{\"keys\":[" + entry + "," + key.toPublicJWK().toJSONString() + "]}";
  }

  private BuyerTokens tokens(Duration refetch) {
    return tokens(refetch, "sub");
  }

  private BuyerTokens tokens(Duration refetch, String personClaim) {
    URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/keys");
    return new BuyerTokens(
        new IssuerSettings(ISSUER, uri, Set.of(), personClaim), refetch, InstantSource.system());
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("alice")
        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
  }

  private static String signed(ECKey key) {
    return signed(key, key.getKeyID(), null, claims());
  }

  private static String signed(
      ECKey key, String keyId, @Nullable JOSEObjectType type, JWTClaimsSet.Builder claims) {
    return TestKeys.signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).type(type).build(),
        claims.build(),
        key);
  }

  private static String forged(int n) {
    return signed(SECOND, "k" + n, null, claims());
  }

  @Test
  void f13_madeUpKeyIds_areNoOutageAndBurdenNobody() {
    BuyerTokens tokens = tokens(NEVER_AGAIN);
    for (int i = 0; i < 50; i++) {
      assertThat(tokens.identify(forged(i))).isInstanceOf(Identity.Invalid.class);
    }
    assertThat(tokens.identify(signed(FIRST))).isEqualTo(ALICE);
    assertThat(fetches.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void f13_aRotatedKey_isFoundWhateverElseIsAsked() {
    BuyerTokens tokens = tokens(SOON);
    assertThat(tokens.identify(signed(FIRST))).isEqualTo(ALICE);
    published = keys(SECOND);
    AtomicInteger n = new AtomicInteger();
    String rotated = signed(SECOND);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          assertThat(tokens.identify(forged(n.incrementAndGet())))
              .isInstanceOf(Identity.Invalid.class);
          return tokens.identify(rotated).equals(ALICE);
        });
    assertThat(tokens.identify(signed(FIRST))).isInstanceOf(Identity.Invalid.class);
  }

  @Test
  void f13_keysThatWereNeverRead_areAnOutage() {
    status = 500;
    BuyerTokens tokens = tokens(NEVER_AGAIN);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> tokens.identify(signed(FIRST)))
          .isInstanceOf(RoomUnavailableException.class);
    }
    assertThat(tokens.refresh()).as("F-57").isPresent();
  }

  @Test
  void f13_whileTheIssuerIsAway_keptKeysServe() {
    BuyerTokens tokens = tokens(NEVER_AGAIN);
    assertThat(tokens.identify(signed(FIRST))).isEqualTo(ALICE);
    assertThat(tokens.refresh()).as("F-57").isEmpty();
    status = 503;
    for (int i = 0; i < 5; i++) {
      assertThat(tokens.identify(forged(i))).isInstanceOf(Identity.Invalid.class);
    }
    assertThat(tokens.identify(signed(FIRST))).isEqualTo(ALICE);
    assertThat(tokens.refresh()).as("F-57").isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kid\":\"d\",\"use\":\"sig\"}",
        "{\"kid\":\"d\",\"kty\":\"RSA\",\"n\":\"AQAB\"}",
        "{\"kid\":\"d\",\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kid\":7}"
      })
  void f14_aKeyThatCannotBeRead_isLeftOutAndLogged(String odd) {
    published = with(odd, FIRST);
    try (CapturedLog log = new CapturedLog("io.waitroom.token")) {
      BuyerTokens tokens = tokens(SOON);
      assertThat(tokens.identify(signed(FIRST))).isEqualTo(ALICE);
      assertThat(tokens.identify(forged(1))).isInstanceOf(Identity.Invalid.class);
      assertThat(log.messages(Level.WARNING)).as("once").hasSize(1);
    }
  }

  @Test
  void f14_aKeyOfAnotherKind_isLeftOutInSilence() {
    published = with("{\"kid\":\"d\",\"kty\":\"oct\",\"k\":\"AAAA\"}", FIRST);
    try (CapturedLog log = new CapturedLog("io.waitroom.token")) {
      assertThat(tokens(SOON).identify(signed(FIRST))).isEqualTo(ALICE);
      assertThat(log.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "AT+JWT", "application/at+jwt"})
  void f15_typesOfTokens_areAccepted(String type) {
    String token = signed(FIRST, FIRST.getKeyID(), new JOSEObjectType(type), claims());
    assertThat(tokens(SOON).identify(token)).isEqualTo(ALICE);
  }

  @Test
  void f15_anotherType_isRefused() {
    String token = signed(FIRST, FIRST.getKeyID(), new JOSEObjectType("logout+jwt"), claims());
    assertThat(tokens(SOON).identify(token)).isInstanceOf(Identity.Invalid.class);
  }

  @Test
  void f99_aClaimThatTheOperatorNames_isThePerson() {
    String token = signed(FIRST, FIRST.getKeyID(), null, claims().claim("customer_number", "4711"));
    assertThat(tokens(SOON, "customer_number").identify(token))
        .isEqualTo(new Identity.Known(new UserId("4711")));
    assertThat(tokens(SOON, "customer_number").identify(signed(FIRST)))
        .isInstanceOf(Identity.Invalid.class);
  }
}
