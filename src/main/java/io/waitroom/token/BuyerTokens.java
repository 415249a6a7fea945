package io.waitroom.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.waitroom.room.BuyerIdentity;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.UserId;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;

/**
 * Checks the tokens with which buyers show who they are, by the rules of MicroProfile JWT: signed
 * with RS256 or ES256, of the configured issuer and audience, not expired; the person is {@code
 * upn}, else {@code preferred_username}, else {@code sub}.
 *
 * <p>Thread-safe. Keys are fetched when first needed, kept, and fetched again when a token names an
 * unknown one.
 */
public final class BuyerTokens implements BuyerIdentity {
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
  private static final Duration READ_LIMIT = Duration.ofSeconds(1);
  private static final int MAX_KEYS_BYTES = 100_000;
  private static final Duration KEEP_WHEN_AWAY = Duration.ofHours(4);
  private static final int MAX_TOKEN_LENGTH = 8_192;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @throws IllegalArgumentException when the keys' address cannot be used
   */
  public BuyerTokens(IssuerSettings issuer) {
    JWKSource<SecurityContext> keys;
    try {
      keys =
          JWKSourceBuilder.create(
                  issuer.keys().toURL(),
                  new DefaultResourceRetriever(
                      Math.toIntExact(CONNECT_LIMIT.toMillis()),
                      Math.toIntExact(READ_LIMIT.toMillis()),
                      MAX_KEYS_BYTES))
              .outageTolerant(KEEP_WHEN_AWAY.toMillis())
              .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("the issuer's keys must have a URL", e);
    }
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            issuer.audiences().isEmpty() ? null : issuer.audiences(),
            new JWTClaimsSet.Builder().issuer(issuer.name()).build(),
            Set.of("exp"),
            null));
  }

  @Override
  public Identity identify(String token) {
    if (token.length() > MAX_TOKEN_LENGTH) {
      return new Identity.Invalid("too long");
    }
    try {
      return new Identity.Known(person(processor.process(token, null)));
    } catch (KeySourceException e) {
      throw new RoomUnavailableException("identity: the issuer's keys cannot be read", e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      return new Identity.Invalid("not a valid token of the issuer");
    }
  }

  private static UserId person(JWTClaimsSet claims) throws ParseException {
    for (String name : new String[] {"upn", "preferred_username", "sub"}) {
      String value = claims.getStringClaim(name);
      if (value != null) {
        return new UserId(value);
      }
    }
    throw new IllegalArgumentException("a token without a person");
  }
}
