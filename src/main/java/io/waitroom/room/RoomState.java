package io.waitroom.room;

import java.util.Locale;

/** Whether a room takes people in and lets people through. */
public enum RoomState {
  /** Joins and admits. */
  OPEN(true, true),
  /** Joins; nobody is admitted until it is resumed. */
  PAUSED(true, false),
  /** Nobody joins; those who wait are still admitted. */
  CLOSED(false, true),
  /** Nobody joins, nobody is admitted. */
  SOLD_OUT(false, false);

  private final boolean joins;
  private final boolean admits;

  RoomState(boolean joins, boolean admits) {
    this.joins = joins;
    this.admits = admits;
  }

  /** Whether people may join. */
  public boolean joins() {
    return joins;
  }

  /** Whether those who wait are admitted. */
  public boolean admits() {
    return admits;
  }

  /** The word in Redis and in HTTP. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The state that {@code word} names.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static RoomState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
