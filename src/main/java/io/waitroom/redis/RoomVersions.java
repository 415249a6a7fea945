package io.waitroom.redis;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomSnapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A version for each room that somebody watches, counted up whenever what is known of the room
 * changes. No number is given twice: a room that was forgotten and is watched anew never looks as
 * if nothing had changed. Thread-safe.
 */
final class RoomVersions implements RoomFeed {
  private final AtomicLong last = new AtomicLong();

  /** One room's version and those who wait for another. */
  private final class Version {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long number = last.incrementAndGet();

    void increase() {
      lock.lock();
      try {
        number = last.incrementAndGet();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    long number() {
      lock.lock();
      try {
        return number;
      } finally {
        lock.unlock();
      }
    }

    long awaitOther(long known, Duration limit) throws InterruptedException {
      long nanos = limit.toNanos();
      lock.lock();
      try {
        while (number == known && nanos > 0) {
          nanos = changed.awaitNanos(nanos);
        }
        return number;
      } finally {
        lock.unlock();
      }
    }
  }

  private final Map<EventId, Version> versions = new ConcurrentHashMap<>();

  @Override
  public long version(EventId eventId) {
    return of(eventId).number();
  }

  @Override
  public long awaitChange(EventId eventId, long known, Duration limit) throws InterruptedException {
    return of(eventId).awaitOther(known, limit);
  }

  @Override
  public void wakeAll() {
    versions.values().forEach(Version::increase);
  }

  /** The room was read again. */
  void learned(EventId eventId, @Nullable RoomSnapshot before, @Nullable RoomSnapshot now) {
    if (before == null || now == null || differ(before, now)) {
      increase(eventId);
    }
  }

  /** Something that can be seen of the room is another. */
  void increase(EventId eventId) {
    Version version = versions.get(eventId);
    if (version != null) {
      version.increase();
    }
  }

  /** Forgets all rooms but these; whoever waits for another one looks around. */
  void keep(Set<EventId> events) {
    versions.forEach((eventId, version) -> {
      if (!events.contains(eventId) && versions.remove(eventId, version)) {
        version.increase();
      }
    });
  }

  /** Returns how many rooms have a version. */
  int size() {
    return versions.size();
  }

  private Version of(EventId eventId) {
    return versions.computeIfAbsent(eventId, _ -> new Version());
  }

  /** Whether anything that a buyer can see is another; not the clock, not the outbox. */
  private static boolean differ(RoomSnapshot a, RoomSnapshot b) {
    return a.queueLength() != b.queueLength()
        || a.processingCount() != b.processingCount()
        || a.lastAdmitted() != b.lastAdmitted()
        || a.state() != b.state()
        || !a.ended().equals(b.ended())
        || !a.settings().equals(b.settings())
        || !a.epoch().equals(b.epoch());
  }
}
