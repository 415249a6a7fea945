package io.waitroom.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.util.List;

/**
 * How checkout tokens are signed.
 *
 * @param issuer the {@code iss} claim
 * @param keys P-256 keys with private parts and a {@code kid}; the first signs, the public parts of
 *     all are published
 */
public record TokenSettings(String issuer, List<ECKey> keys) {
  public TokenSettings {
    keys = List.copyOf(keys);
    if (issuer.isBlank()) {
      throw new IllegalArgumentException("issuer must not be empty");
    }
    if (keys.isEmpty() || !keys.stream().allMatch(TokenSettings::canSign)) {
      throw new IllegalArgumentException("keys must be at least one private P-256 key with a kid");
    }
  }

  private static boolean canSign(ECKey key) {
    return key.isPrivate() && key.getKeyID() != null && Curve.P_256.equals(key.getCurve());
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "TokenSettings[%s, %d keys]".formatted(issuer, keys.size());
  }
}
