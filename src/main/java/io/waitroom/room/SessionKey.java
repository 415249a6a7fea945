package io.waitroom.room;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A secret that signs session ids.
 *
 * @param id 1 to 8 letters or digits; part of each session id signed with it
 * @param secret at least 32 bytes; never printed
 */
public record SessionKey(String id, byte[] secret) {
  /** Least length of the secret in bytes. */
  public static final int MIN_SECRET_BYTES = 32;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,8}");

  public SessionKey {
    Objects.requireNonNull(secret);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("session key id must be 1 to 8 letters or digits");
    }
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "session key %s must have at least %d bytes, has %d"
              .formatted(id, MIN_SECRET_BYTES, secret.length));
    }
    secret = secret.clone();
  }

  @Override
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionKey(String otherId, byte[] otherSecret)
        && id.equals(otherId)
        && Arrays.equals(secret, otherSecret);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, Arrays.hashCode(secret));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SessionKey[" + id + ", " + secret.length + " bytes]";
  }
}
