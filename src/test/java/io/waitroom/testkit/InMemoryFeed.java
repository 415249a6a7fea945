package io.waitroom.testkit;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A feed whose rooms all change when a test says so. Thread-safe. */
public final class InMemoryFeed implements RoomFeed {
  private final List<Duration> waits = new ArrayList<>();
  private long version;

  /** How long each wait so far was meant to be at most, oldest first. */
  public synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public synchronized long version(EventId eventId) {
    return version;
  }

  @Override
  public synchronized long awaitChange(EventId eventId, long known, Duration limit)
      throws InterruptedException {
    waits.add(limit);
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
