package io.waitroom.token;

import java.util.List;
import javax.crypto.SecretKey;

/**
 * How proofs of work are asked for.
 *
 * @param keys sign challenges, at least one; the first signs, all verify; never printed
 * @param work largest number of hashes a proof takes; half of it on average
 */
public record ProofSettings(List<SecretKey> keys, int work) {
  public ProofSettings {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys must hold at least one key");
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "ProofSettings[%d keys, work=%d]".formatted(keys.size(), work);
  }
}
