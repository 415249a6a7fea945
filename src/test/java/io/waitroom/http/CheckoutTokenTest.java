package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.token.EcCheckoutTokens;
import io.waitroom.token.TokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;

/** The checkout token against the published keys, with another library than the one that signs. */
class CheckoutTokenTest extends HttpTestBase {
  private static final String KEYS = "/api/v1/waitroom/.well-known/jwks.json";

  @Test
  void token_verifiesOfflineWithEveryClaim() throws Exception {
    String id = join("user-456");
    admit();
    Answer status = api.get("/api/v1/waitroom/status/" + id);

    JwtContext context = consumer("concert-2024").process(status.text("checkout_token"));

    JwtClaims claims = context.getJwtClaims();
    assertThat(claims.getIssuer()).isEqualTo("waitroom");
    assertThat(claims.getAudience()).containsExactly("concert-2024");
    assertThat(claims.getSubject()).isEqualTo("user-456");
    assertThat(claims.getJwtId()).isEqualTo(id);
    assertThat(claims.getIssuedAt().getValue()).isEqualTo(world.clock.instant().getEpochSecond());
    assertThat(claims.getExpirationTime().getValue())
        .isEqualTo(world.clock.instant().plus(World.DEFAULTS.checkoutTtl()).getEpochSecond());
    assertThat(context.getJoseObjects().getFirst().getKeyIdHeaderValue()).isEqualTo("t2");
    assertThat(context.getJoseObjects().getFirst().getHeader("typ")).isEqualTo("JWT");
    assertThat(context.getJoseObjects().getFirst().getAlgorithmHeaderValue()).isEqualTo("ES256");
  }

  @Test
  void token_ofTheSameSlot_isTheSame_andOfAnotherIsNot() {
    String first = join("user-1");
    admit();
    String token = token(first);
    later(Duration.ofSeconds(1));
    String second = join("user-2");
    admit();
    assertThat(token(first)).isEqualTo(token);
    assertThat(token(second)).isNotEqualTo(token);
  }

  private String token(String id) {
    return api.get("/api/v1/waitroom/status/" + id).text("checkout_token");
  }

  @Test
  void token_otherAudienceOrTampered_isRefused() {
    String id = join("user");
    admit();
    String token = api.get("/api/v1/waitroom/status/" + id).text("checkout_token");

    assertThatThrownBy(() -> consumer("other").process(token))
        .isInstanceOf(InvalidJwtException.class);
    String tampered =
        token.substring(0, token.indexOf('.') + 5) + "A" + token.substring(token.indexOf('.') + 6);
    assertThatThrownBy(() -> consumer("concert-2024").process(tampered))
        .isInstanceOf(InvalidJwtException.class);
  }

  @Test
  void keys_areAllPublicAndCacheable() {
    Answer answer = api.get(KEYS);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(answer.header("ETag")).matches("\"[0-9a-f]{16}\"");
    var keys = answer.json().getJsonArray("keys");
    assertThat(keys).hasSize(2);
    assertThat(keys.getJsonObject(0).getString("kid")).isEqualTo("t2");
    assertThat(keys.getJsonObject(1).getString("kid")).isEqualTo("t1");
    assertThat(keys)
        .allSatisfy(key ->
            assertThat(key.asJsonObject().keySet())
                .containsExactlyInAnyOrder("kty", "use", "crv", "kid", "x", "y", "alg"));
    assertThat(keys.getJsonObject(0).getString("alg")).isEqualTo("ES256");
    assertThat(keys.getJsonObject(0).getString("use")).isEqualTo("sig");
  }

  @Test
  void keys_heldAlready_areNotSentAgain() {
    String tag = api.get(KEYS).header("ETag");

    Answer same = api.get(KEYS, "If-None-Match", tag);

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.header("ETag")).isEqualTo(tag);
    assertThat(same.header("Cache-Control")).isEqualTo("public, max-age=300");
    assertThat(same.body()).isEmpty();
    assertThat(api.get(KEYS, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @Test
  void tokens_unusableKeys_areRefused() throws Exception {
    ECKey good = new ECKeyGenerator(Curve.P_256).keyID("a").generate();
    ECKey otherCurve = new ECKeyGenerator(Curve.P_384).keyID("b").generate();
    ECKey nameless = new ECKeyGenerator(Curve.P_256).generate();

    assertRefused(List.of());
    assertRefused(List.of(good.toPublicJWK()));
    assertRefused(List.of(otherCurve));
    assertRefused(List.of(nameless));
    assertRefused(List.of(good, good));
  }

  private static void assertRefused(List<ECKey> keys) {
    assertThatThrownBy(() -> new EcCheckoutTokens(new TokenSettings("i", keys), Instant::now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key");
  }

  private JwtConsumer consumer(String audience) throws Exception {
    JsonWebKeySet keys = new JsonWebKeySet(api.get(KEYS).body());
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setExpectedIssuer("waitroom")
        .setExpectedAudience(audience)
        .setRequireSubject()
        .setRequireJwtId()
        .setRequireIssuedAt()
        .setRequireExpirationTime()
        .build();
  }
}
