package io.waitroom.room;

/** Who ends a session before its time. */
public enum LeaveCause {
  /** The buyer. */
  USER_LEFT,
  /** An operator. */
  EVICTED
}
