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
    Printable.require("user_id", value, MAX_LENGTH);
  }

  /**
   * Returns the name of somebody who joins. Stricter than the constructor, which also reads what is
   * stored: two names that look the same are the same.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static UserId joining(String value) {
    UserId userId = new UserId(value);
    Printable.requireDistinct("user_id", value);
    return userId;
  }

  @Override
  public String toString() {
    return value;
  }
}
