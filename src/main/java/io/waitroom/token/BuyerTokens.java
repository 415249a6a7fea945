package io.waitroom.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.waitroom.room.BuyerIdentity;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.UserId;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the tokens with which buyers show who they are: signed with RS256 or ES256, of the
 * configured issuer and audience, not expired. The person is {@code sub}, which an issuer never
 * gives to two people, or the claim that the operator names instead.
 *
 * <p>Thread-safe. Keys are kept for {@link #KEEP}, and fetched again when a token names an unknown
 * one: at most twice within {@link #REFETCH}, so that forged tokens do not burden the issuer.
 */
public final class BuyerTokens implements BuyerIdentity {
  /** How long keys are used without looking again. */
  private static final Duration KEEP = Duration.ofMinutes(1);

  /** How long before {@link #KEEP} ends new keys are fetched in the background. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  /** How long a buyer waits for keys that somebody else fetches. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A key that was rotated in is found within this time, whatever other tokens name. */
  private static final Duration REFETCH = Duration.ofSeconds(5);

  private static final Duration KEEP_WHEN_AWAY = Duration.ofHours(4);
  private static final int MAX_TOKEN_LENGTH = 8_192;

  /** A token need not name its type; access tokens of RFC 9068 do. */
  private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES =
      new DefaultJOSEObjectTypeVerifier<>(
          JOSEObjectType.JWT,
          new JOSEObjectType("at+jwt"),
          new JOSEObjectType("application/at+jwt"),
          null);

  private static final Identity INVALID = new Identity.Invalid("not a valid token of the issuer");

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final IssuerKeys fetched;
  private final JWKSource<SecurityContext> keys;
  private final String personClaim;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException when the keys' address cannot be used
   */
  public BuyerTokens(IssuerSettings issuer) {
    this(issuer, REFETCH, InstantSource.system());
  }

  /**
   * @param refetch in which at most two fetches are made for unknown keys
   */
  BuyerTokens(IssuerSettings issuer, Duration refetch, InstantSource clock) {
    try {
      this.fetched = new IssuerKeys(issuer.keys().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("the issuer's keys must have a URL", e);
    }
    this.keys =
        JWKSourceBuilder.create(fetched)
            .cache(KEEP.toMillis(), PATIENCE.toMillis())
            .refreshAheadCache(AHEAD.toMillis(), false)
            .rateLimited(refetch.toMillis())
            .outageTolerant(KEEP_WHEN_AWAY.toMillis())
            .build();
    this.personClaim = issuer.personClaim();
    this.clock = clock;
    processor.setJWSTypeVerifier(TYPES);
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
      if (isUnknownKey(e)) {
        return INVALID;
      }
      throw new RoomUnavailableException("identity: the issuer's keys cannot be read", e);
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      return INVALID;
    }
  }

  /** Reads the issuer's keys if they are due; returns why the last attempt failed, if it did. */
  public Optional<String> refresh() {
    try {
      var _ = keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null);
    } catch (KeySourceException e) {
      return fetched.failure().or(() -> Optional.of("cannot be read"));
    }
    return fetched.failure();
  }

  /** A token names a key that was looked for a moment ago, in keys that are known. */
  private boolean isUnknownKey(KeySourceException e) {
    return e instanceof RateLimitReachedException
        && fetched.wereRead(KEEP_WHEN_AWAY, clock.millis());
  }

  private UserId person(JWTClaimsSet claims) throws ParseException {
    String value = claims.getStringClaim(personClaim);
    if (value == null) {
      throw new IllegalArgumentException("a token without a person");
    }
    return UserId.joining(value);
  }
}
