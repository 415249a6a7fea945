package io.waitroom.testkit;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomFeed;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A feed whose rooms all change when a test says so. Thread-safe. */
public final class InMemoryFeed implements RoomFeed {
  private long version;

  @Override
  public synchronized long version(EventId eventId) {
    return version;
  }

  @Override
  public synchronized long awaitChange(EventId eventId, long known, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (version == known) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return version;
  }

  @Override
  public synchronized void wakeAll() {
    version++;
    notifyAll();
  }
}
