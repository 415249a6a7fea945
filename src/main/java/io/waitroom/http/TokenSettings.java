package io.waitroom.http;

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
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "TokenSettings[%s, %d keys]".formatted(issuer, keys.size());
  }
}
