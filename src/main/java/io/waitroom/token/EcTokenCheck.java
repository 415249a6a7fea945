package io.waitroom.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.EventId;
import io.waitroom.room.TokenCheck;
import io.waitroom.room.UserId;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Judges tokens by themselves. What the token says about how it is to be checked is not followed:
 * the algorithm is ES256, the key is one of ours by its {@code kid}, and nothing is read from the
 * claims before the signature is found good.
 *
 * <p>Thread-safe.
 */
public final class EcTokenCheck {
  /** Most tokens that a replica remembers; some 2 MB, 4 with the longest names. */
  public static final int MAX_TOKENS_REMEMBERED = 2_000;

  /**
   * Longest token that is looked at. Ours have less than 2,000 characters, with the longest names
   * that there can be and a {@code kid} of usual length.
   */
  public static final int MAX_TOKEN_LENGTH = 4 * 1024;

  private static final TokenCheck INVALID = new TokenCheck.Invalid();

  /**
   * The library would skip what is no Base64url, so that one token could be written in many ways.
   */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private final String issuer;
  private final Map<String, JWSVerifier> verifiers = new HashMap<>();
  private final InstantSource clock;

  /** A buyer shows the same token with each request, and a signature costs about a millisecond. */
  private final Recent<String, TokenCheck.Genuine> seen = new Recent<>(MAX_TOKENS_REMEMBERED);

  /**
   * @param keys all that may have signed a token that is still alive
   * @param clock this replica's
   */
  public EcTokenCheck(String issuer, List<ECKey> keys, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
    for (ECKey key : keys) {
      try {
        verifiers.put(key.getKeyID(), new ECDSAVerifier(key.toPublicJWK()));
      } catch (JOSEException e) {
        throw new IllegalArgumentException("token key cannot verify", e);
      }
    }
  }

  /** See {@link CheckoutTokens#check}. */
  public TokenCheck check(String token) {
    if (token.length() > MAX_TOKEN_LENGTH || !COMPACT.matcher(token).matches()) {
      return INVALID;
    }
    TokenCheck.Genuine known = seen.get(token);
    if (known != null) {
      return unlessRunOut(known);
    }
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      TokenCheck found = isSignedHere(parsed) ? judge(parsed.getJWTClaimsSet()) : INVALID;
      if (found instanceof TokenCheck.Genuine genuine) {
        seen.put(token, genuine);
        return unlessRunOut(genuine);
      }
      return found;
    } catch (ParseException | JOSEException e) {
      return INVALID;
    }
  }

  private TokenCheck unlessRunOut(TokenCheck.Genuine token) {
    boolean runOut =
        !token.expiresAt().plus(CheckoutTokens.CLOCK_TOLERANCE).isAfter(clock.instant());
    return runOut ? new TokenCheck.Expired() : token;
  }

  private boolean isSignedHere(SignedJWT token) throws JOSEException {
    JWSHeader header = token.getHeader();
    JWSVerifier verifier = header.getKeyID() == null ? null : verifiers.get(header.getKeyID());
    return verifier != null
        && JWSAlgorithm.ES256.equals(header.getAlgorithm())
        && isCanonical(token.getSignature())
        && token.verify(verifier);
  }

  /** The last character of a signature has four bits that are none of it. */
  private static boolean isCanonical(Base64URL signature) {
    return signature.equals(Base64URL.encode(signature.decode()));
  }

  /** The claims are of somebody with our key; they may still be meant for another service. */
  private TokenCheck judge(JWTClaimsSet claims) {
    String session = claims.getJWTID();
    String user = claims.getSubject();
    List<String> audience = claims.getAudience();
    if (!issuer.equals(claims.getIssuer())
        || claims.getExpirationTime() == null
        || session == null
        || user == null
        || audience.size() != 1
        || !EventId.isValid(audience.getFirst())) {
      return INVALID;
    }
    try {
      return new TokenCheck.Genuine(
          session,
          new EventId(audience.getFirst()),
          new UserId(user),
          claims.getExpirationTime().toInstant());
    } catch (IllegalArgumentException e) {
      return INVALID;
    }
  }
}
