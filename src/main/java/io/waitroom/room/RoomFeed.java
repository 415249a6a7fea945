package io.waitroom.room;

import java.time.Duration;

/**
 * Tells those who watch a room when it has changed, as far as this replica knows. A watcher first
 * takes the version, then reads, then waits for another version: so it never misses a change,
 * however the three interleave with it.
 */
public interface RoomFeed {
  /** The room's version now; grows with every change. */
  long version(EventId eventId);

  /**
   * Waits until the room's version is another than {@code known}, at most {@code limit}.
   *
   * @return the version then
   * @throws InterruptedException when the waiting thread is interrupted
   */
  long awaitChange(EventId eventId, long known, Duration limit) throws InterruptedException;

  /** Gives every room another version, so that all who wait look around. */
  void wakeAll();
}
