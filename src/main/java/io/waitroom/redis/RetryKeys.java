package io.waitroom.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Shortens retry keys to 128 bits of SHA-256, so that a place costs the same however long the key,
 * and none is stored.
 */
final class RetryKeys {
  private static final int HASH_BYTES = 16;

  private RetryKeys() {}

  /** 22 characters, base64url. */
  static String hash(String retryKey) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(retryKey.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }
}
