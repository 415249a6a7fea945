package io.waitroom.room;

import java.util.Objects;

/**
 * Whatever a shop tells its buyers' devices apart by, to which a session can be bound; opaque to
 * the waiting room.
 *
 * @param value 1 to 128 printable Unicode code points, not only spaces
 */
public record ClientName(String value) {
  /** Greatest length in code points. */
  public static final int MAX_LENGTH = 128;

  public ClientName {
    Objects.requireNonNull(value);
    Printable.require("client", value, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
