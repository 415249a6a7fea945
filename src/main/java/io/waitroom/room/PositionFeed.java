package io.waitroom.room;

/**
 * Positions from memory, so that a status poll or a stream costs Redis nothing while its buyer
 * waits. What this replica knows is at most about a second old; a position told twice by the same
 * replica never rises.
 */
public interface PositionFeed {
  /** What is known here of a session. Never asks Redis. */
  CachedPosition lookUp(SessionRef ref);
}
