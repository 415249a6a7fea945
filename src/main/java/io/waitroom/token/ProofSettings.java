package io.waitroom.token;

import io.waitroom.room.SessionKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How proofs of work are asked for.
 *
 * @param keys sign challenges, at least one; the first signs, all verify; never printed
 * @param work largest number of hashes a proof takes; half of it on average
 */
public record ProofSettings(List<SecretKey> keys, int work) {
  private static final String MAC = "HmacSHA256";
  private static final byte[] LABEL = "waitroom proof of work".getBytes(StandardCharsets.UTF_8);

  public ProofSettings {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must hold at least one key");
    }
  }

  /** Derives one key from each session key, so that proofs need no key of their own. */
  public static ProofSettings of(List<SessionKey> sessionKeys, int work) {
    return new ProofSettings(sessionKeys.stream().map(ProofSettings::derive).toList(), work);
  }

  private static SecretKey derive(SessionKey key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key.secret());
      return new SecretKeySpec(mac.doFinal(LABEL), MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks " + MAC, e);
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "ProofSettings[%d keys, work=%d]".formatted(keys.size(), work);
  }
}
