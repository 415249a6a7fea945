package io.waitroom.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Shortens what a caller will show again (a retry key, a client's name) to 128 bits of SHA-256, so
 * that a session costs the same however long it is, and none is stored.
 */
final class Digests {
  private static final int BYTES = 16;

  private Digests() {}

  /** 22 characters, base64url. */
  static String of(String shown) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(shown.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }
}
