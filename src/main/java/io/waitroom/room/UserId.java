package io.waitroom.room;

import java.util.Objects;

/**
 * Who queues, in the shop's own terms; opaque to the waiting room.
 *
 * @param value 1 to 128 printable Unicode code points, not only spaces
 */
public record UserId(String value) {
  /** Greatest length in code points. */
  public static final int MAX_LENGTH = 128;

  public UserId {
    Objects.requireNonNull(value);
    if (value.isBlank() || value.codePointCount(0, value.length()) > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "user_id must be 1 to " + MAX_LENGTH + " printable characters");
    }
    if (!value.codePoints().allMatch(UserId::isPrintable)) {
      throw new IllegalArgumentException("user_id must hold printable characters only");
    }
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
