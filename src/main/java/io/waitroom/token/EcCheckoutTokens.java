package io.waitroom.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.EventId;
import io.waitroom.room.TokenCheck;
import io.waitroom.room.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/**
 * Checkout tokens as JWTs signed with ES256, which any shop verifies offline against the published
 * keys. Times are whole seconds, cut off, so a token never outlives its slot.
 *
 * <p>Thread-safe.
 */
public final class EcCheckoutTokens implements CheckoutTokens {
  private final String issuer;
  private final JWSHeader header;
  private final JWSSigner signer;
  private final EcTokenCheck check;
  private final String publicKeys;

  /** Who has been let in polls on, and a signature is most of what such an answer costs. */
  private final Recent<Slot, String> issued = new Recent<>(EcTokenCheck.MAX_TOKENS_REMEMBERED);

  /** All that a token says; the event is part of the session's id. */
  private record Slot(String sessionId, UserId userId, Instant admittedAt, Instant leaseUntil) {}

  /**
   * @param clock by which a token that ran out long ago is told
   * @throws IllegalArgumentException when there is no key, or one is not a P-256 key with a private
   *     part and a {@code kid} of its own; the message does not hold the key
   */
  public EcCheckoutTokens(TokenSettings settings, InstantSource clock) {
    List<ECKey> keys = settings.keys();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("token keys must be at least 1, not 0");
    }
    keys.forEach(EcCheckoutTokens::requireUsable);
    if (keys.stream().map(ECKey::getKeyID).distinct().count() < keys.size()) {
      throw new IllegalArgumentException("token keys must have a kid of their own each");
    }
    this.issuer = settings.issuer();
    this.header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(keys.getFirst().getKeyID())
            .build();
    try {
      this.signer = new ECDSASigner(keys.getFirst());
    } catch (JOSEException e) {
      throw new IllegalArgumentException("token key cannot sign", e);
    }
    this.check = new EcTokenCheck(issuer, keys, clock);
    this.publicKeys =
        new JWKSet(keys.stream().map(EcCheckoutTokens::published).toList()).toString();
  }

  @Override
  public String issue(
      String sessionId, EventId eventId, UserId userId, Instant admittedAt, Instant leaseUntil) {
    Slot slot = new Slot(sessionId, userId, admittedAt, leaseUntil);
    String known = issued.get(slot);
    if (known != null) {
      return known;
    }
    String token = sign(slot, eventId);
    issued.put(slot, token);
    return token;
  }

  private String sign(Slot slot, EventId eventId) {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(eventId.value())
            .subject(slot.userId.value())
            .jwtID(slot.sessionId)
            .issueTime(Date.from(slot.admittedAt))
            .expirationTime(Date.from(slot.leaseUntil))
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("A key that could sign at the start cannot any more", e);
    }
    return token.serialize();
  }

  @Override
  public TokenCheck check(String token) {
    return check.check(token);
  }

  @Override
  public String publicKeys() {
    return publicKeys;
  }

  private static void requireUsable(ECKey key) {
    String id = key.getKeyID();
    if (id == null || id.isBlank() || !key.isPrivate() || !key.getCurve().equals(Curve.P_256)) {
      throw new IllegalArgumentException(
          "a token key must be a P-256 key with a private part and a kid; one with kid %s is not"
              .formatted(id));
    }
  }

  private static JWK published(ECKey key) {
    return new ECKey.Builder(key.toPublicJWK())
        .keyUse(KeyUse.SIGNATURE)
        .algorithm(JWSAlgorithm.ES256)
        .build();
  }
}
