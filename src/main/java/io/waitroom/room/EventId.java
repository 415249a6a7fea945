package io.waitroom.room;

import java.util.Objects;

/**
 * The name of one sale, for example {@code concert-2024}; also the Redis Cluster hash tag of all
 * its keys.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 _ -}, starting with a letter or digit
 */
public record EventId(String value) {
  /** Greatest length in characters. */
  public static final int MAX_LENGTH = 64;

  /** What is allowed, for error messages and the API document. */
  public static final String ALLOWED = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  public EventId {
    Objects.requireNonNull(value);
    if (!isValid(value)) {
      throw new IllegalArgumentException("event_id must match " + ALLOWED);
    }
  }

  /** Whether {@code value} would be accepted; a plain loop, because every request asks. */
  public static boolean isValid(String value) {
    if (value.isEmpty() || value.length() > MAX_LENGTH || !isAlphanumeric(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return value;
  }
}
