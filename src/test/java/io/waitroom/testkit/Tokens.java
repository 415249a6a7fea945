package io.waitroom.testkit;

import io.waitroom.testkit.Api.Answer;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;

/**
 * Checks checkout tokens as a shop does: offline, against the published keys, with another library
 * than the one that signs.
 */
public final class Tokens {
  private Tokens() {}

  /** The claims of the token in a status, if it is good for the event. */
  public static JwtClaims verify(Client client, String event, Answer status)
      throws InvalidJwtException {
    return consumer(client, event).processToClaims(status.text("checkout_token"));
  }

  /** One who takes tokens of the event only, signed with ES256 by a published key. */
  public static JwtConsumer consumer(Client client, String event) {
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys(client).getJsonWebKeys()))
        .setJwsAlgorithmConstraints(
            ConstraintType.PERMIT, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256)
        .setExpectedIssuer("waitroom-service")
        .setExpectedAudience(event)
        .setRequireSubject()
        .setRequireJwtId()
        .setRequireIssuedAt()
        .setRequireExpirationTime()
        .build();
  }

  /** The published keys. */
  public static JsonWebKeySet keys(Client client) {
    try {
      return new JsonWebKeySet(client.api().get(Client.ROOT + "/.well-known/jwks.json").body());
    } catch (JoseException e) {
      throw new AssertionError("what is published is no JWK Set", e);
    }
  }

  /** When the slot of an admitted place is taken back. */
  public static Instant lease(Answer status) {
    return Instant.parse(status.text("checkout_expires_at"));
  }
}
