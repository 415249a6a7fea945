package io.waitroom.room;

/**
 * Told of what may allow work at once instead of at the next tick. A wake-up is a hint: it never
 * blocks, never fails, and losing one costs a tick.
 */
public interface Wakeups {
  /**
   * Somebody joined: admission may be possible if nobody waited before, and something was written
   * to the room's outbox.
   */
  void joined(EventId eventId);

  /** A slot came back, or the operator changed something: admission may be possible. */
  void admissionPossible(EventId eventId);

  /** Something was written to the room's outbox. */
  void outboxFilled(EventId eventId);
}
