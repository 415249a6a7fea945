package io.waitroom.room;

/** What became of an operator's change. */
public sealed interface ConfigureResult {
  /**
   * Done.
   *
   * @param room as it is now
   * @param created whether this call made it
   */
  record Configured(RoomSnapshot room, boolean created) implements ConfigureResult {}

  /** The room is in a state from which the change is not allowed; nothing changed. */
  record WrongState(RoomState state) implements ConfigureResult {}

  /** The room is being removed; it can be made again when that is done. */
  record BeingRemoved() implements ConfigureResult {}

  /** No such room, and the change does not make one. */
  record NoSuchEvent() implements ConfigureResult {}
}
