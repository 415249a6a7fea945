package io.waitroom.boot;

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
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Token keys as text: a JWK Set of private P-256 keys, each with a {@code kid}. */
final class TokenKeyText {
  static final ValueType<List<ECKey>> KIND =
      new ValueType<>("a JWK Set of private P-256 keys, each with a kid", TokenKeyText::parse);

  private TokenKeyText() {}

  private static List<ECKey> parse(String text) {
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
      if (!signsWhatItVerifies(key)) {
        throw refusal(number, "must have private and public parts that belong together");
      }
      keys.add(key);
    }
    return keys;
  }

  /** A key whose halves do not match would make tokens that nobody can verify. */
  private static boolean signsWhatItVerifies(ECKey key) {
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
