package io.waitroom.boot.config;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.waitroom.room.SessionKey;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys: read from text, and made anew. */
public final class Keys {
  /** Shortest admin key outside development. */
  static final int MIN_ADMIN_KEY_LENGTH = 16;

  private Keys() {}

  /** An admin key; its shortest length is a matter of {@link Rules}. */
  static ValueType<String> adminKey() {
    return ValueType.text(
        "\\p{Graph}{1,1000}", MIN_ADMIN_KEY_LENGTH + " to 1000 visible ASCII characters");
  }

  /** Session keys as text: {@code id:base64secret[,id2:base64secret2]}. */
  static ValueType<List<SessionKey>> sessionKeys() {
    return new ValueType<>(
        "id:secret[,id:secret,...], ids of 1 to 8 letters or digits, secrets of at least %d bytes in base64"
            .formatted(SessionKey.MIN_SECRET_BYTES),
        Keys::parseSessionKeys);
  }

  /** Token keys as text: a JWK Set of private P-256 keys. */
  static ValueType<List<ECKey>> tokenKeys() {
    return new ValueType<>(
        "a JWK Set of private P-256 keys, each with a kid", Keys::parseTokenKeys);
  }

  /** A new session key. */
  static SessionKey newSessionKey(String id) {
    byte[] secret = new byte[SessionKey.MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return SessionKey.of(id, secret);
  }

  /** A new P-256 key with its private part. */
  public static ECKey newTokenKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This JDK lacks P-256", e);
    }
  }

  private static List<SessionKey> parseSessionKeys(String text) {
    List<SessionKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String part : text.split(",", -1)) {
      SessionKey key = parseSessionKey(part.strip());
      if (!ids.add(key.id())) {
        throw new ValueType.Refusal("must not give one id to two keys");
      }
      keys.add(key);
    }
    return keys;
  }

  private static SessionKey parseSessionKey(String part) {
    int colon = part.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no id");
    }
    String secret = part.substring(colon + 1);
    boolean urlSafe = secret.indexOf('-') >= 0 || secret.indexOf('_') >= 0;
    Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
    return SessionKey.of(part.substring(0, colon), decoder.decode(secret));
  }

  private static List<ECKey> parseTokenKeys(String text) {
    List<JWK> given;
    try {
      given = JWKSet.parse(text).getKeys();
    } catch (ParseException _) {
      // Without the cause: its message may hold parts of a key.
      throw new IllegalArgumentException("not a JWK Set");
    }
    if (given.isEmpty()) {
      throw new ValueType.Refusal("must hold at least one key");
    }
    List<ECKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JWK jwk : given) {
      int number = keys.size() + 1;
      if (!(jwk instanceof ECKey key) || !Curve.P_256.equals(key.getCurve())) {
        throw refusal(number, "must be a P-256 key (kty EC, crv P-256)");
      }
      if (!key.isPrivate()) {
        throw refusal(number, "must have its private part (d)");
      }
      if (key.getKeyID() == null || key.getKeyID().isBlank() || !ids.add(key.getKeyID())) {
        throw refusal(number, "must have a kid of its own");
      }
      if (!verifiesItsSignature(key)) {
        throw refusal(number, "must have private and public parts that belong together");
      }
      keys.add(key);
    }
    return keys;
  }

  /** A key whose parts do not match would make tokens that nobody can verify. */
  private static boolean verifiesItsSignature(ECKey key) {
    try {
      JWSObject probe = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload("probe"));
      probe.sign(new ECDSASigner(key));
      return probe.verify(new ECDSAVerifier(key.toPublicJWK()));
    } catch (JOSEException | IllegalStateException _) {
      return false;
    }
  }

  private static ValueType.Refusal refusal(int number, String what) {
    return new ValueType.Refusal("key %d %s".formatted(number, what));
  }
}
