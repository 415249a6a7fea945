package io.waitroom.room;

/** Who ends a place before its time. */
public enum LeaveCause {
  /** The buyer. */
  USER_LEFT,
  /** An operator. */
  EVICTED
}
