package io.waitroom.room;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that signs session ids.
 *
 * @param id 1 to 8 letters or digits; part of each session id signed with it
 * @param secret for HMAC-SHA256, at least {@value #MIN_SECRET_BYTES} bytes; never printed
 */
public record SessionKey(String id, SecretKey secret) {
  /** Least length of the secret in bytes. */
  public static final int MIN_SECRET_BYTES = 32;

  /** The mac that the secret is for. */
  static final String ALGORITHM = "HmacSHA256";

  private static final int FINGERPRINT_BYTES = 8;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,8}");

  public SessionKey {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("session key id must be 1 to 8 letters or digits");
    }
  }

  /**
   * A key from its raw bytes.
   *
   * @throws IllegalArgumentException when the id or the length is out of bounds; the message does
   *     not hold the secret
   */
  public static SessionKey of(String id, byte[] secret) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "session key %s must have at least %d bytes, has %d"
              .formatted(id, MIN_SECRET_BYTES, secret.length));
    }
    return new SessionKey(id, new SecretKeySpec(secret, ALGORITHM));
  }

  /** Returns a name of the key by which replicas tell whether they have the same. */
  public String fingerprint() {
    byte[] mac = new Signer(this).sign("fingerprint".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(mac, 0, FINGERPRINT_BYTES);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SessionKey[" + id + "]";
  }
}
