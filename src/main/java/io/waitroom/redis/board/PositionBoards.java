package io.waitroom.redis.board;

import io.waitroom.redis.script.LuaScript;
import io.waitroom.redis.script.Reply;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SessionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The position boards of the events that somebody asks about here. A board is refreshed as long as
 * it is asked and answers as long as it is fresh. Thread-safe; reading takes no lock.
 */
public final class PositionBoards {
  /** Least time between two rounds. */
  public static final Duration INTERVAL = Duration.ofMillis(150);

  /**
   * How old a board may be that answers. Less than the shortest time between two polls, so that
   * whoever polls as told never hears from a replica that knows less than the one before. When
   * Redis is away for longer, callers are told so.
   */
  public static final Duration MAX_AGE = Duration.ofMillis(900);

  /** Least time between two readings of blocks that had not been read, beside the rounds. */
  public static final Duration UNREAD_INTERVAL = Duration.ofMillis(10);

  /** How long a board is kept up that nobody asks. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** A board and when it was last used. Times are of the monotonic clock. */
  private static final class Entry {
    private final String epoch;
    private final PositionBoard board = new PositionBoard();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean refreshed;
    private volatile long refreshedNanos;
    private volatile long askedNanos;
    private volatile long unreadNanos;

    Entry(String epoch, long now) {
      this.epoch = epoch;
      this.unreadNanos = now - UNREAD_INTERVAL.toNanos();
      this.askedNanos = now;
    }

    boolean isOlderThan(Duration limit, long now) {
      return !refreshed || now - refreshedNanos >= limit.toNanos();
    }

    void refreshed(long now) {
      refreshedNanos = now;
      refreshed = true;
    }

    void asked(long now) {
      if (now - askedNanos >= INTERVAL.toNanos()) {
        askedNanos = now;
      }
    }
  }

  private final Scripts scripts;
  private final LongSupplier nanos;
  private final Map<EventId, Entry> entries = new ConcurrentHashMap<>();

  /** On the system's clock. */
  public PositionBoards(Scripts scripts) {
    this(scripts, System::nanoTime);
  }

  /**
   * @param nanos monotonic clock, ns
   */
  public PositionBoards(Scripts scripts, LongSupplier nanos) {
    this.scripts = scripts;
    this.nanos = nanos;
  }

  /** What is known of a session of this room. */
  public CachedPosition lookUp(SessionRef ref, RoomSnapshot room) {
    if (!room.epoch().equals(ref.epoch())) {
      return new CachedPosition.Unknown();
    }
    long now = nanos.getAsLong();
    Entry entry = entry(room, now);
    entry.asked(now);
    CachedPosition sighting = entry.board.lookUp(ref.ticket(), room);
    if (entry.isOlderThan(MAX_AGE, now)) {
      return new CachedPosition.Unknown();
    }
    return ref.ticket() <= room.lastAdmitted() ? new CachedPosition.Left() : sighting;
  }

  private Entry entry(RoomSnapshot room, long now) {
    Entry known = entries.get(room.eventId());
    if (known != null && known.epoch.equals(room.epoch())) {
      return known;
    }
    return entries.compute(
        room.eventId(),
        (_, entry) ->
            entry != null && entry.epoch.equals(room.epoch())
                ? entry
                : new Entry(room.epoch(), now));
  }

  /** A session has left the queue by what was done here. */
  public void left(SessionRef ref) {
    Entry entry = entries.get(ref.eventId());
    if (entry != null && entry.epoch.equals(ref.epoch())) {
      entry.board.left(ref.ticket());
    }
  }

  /** Redis has told a buyer where they stand; memory does not say worse. */
  public void told(SessionRef ref, long position) {
    Entry entry = entries.get(ref.eventId());
    if (entry != null && entry.epoch.equals(ref.epoch())) {
      entry.board.told(ref.ticket(), position);
    }
  }

  /** The room is no more. */
  public void forget(EventId eventId) {
    entries.remove(eventId);
  }

  /**
   * One round, if the last is long enough ago and somebody asks.
   *
   * @return whether any position may be another than before
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be reached
   */
  public boolean refresh(RoomSnapshot room) {
    Entry entry = entries.get(room.eventId());
    if (entry == null) {
      return false;
    }
    long now = nanos.getAsLong();
    if (!entry.epoch.equals(room.epoch()) || now - entry.askedNanos >= IDLE.toNanos()) {
      entries.remove(room.eventId(), entry);
      return false;
    }
    if (!entry.isOlderThan(INTERVAL, now)) {
      return false;
    }
    entry.asking.lock();
    try {
      // Race: another may have made the round meanwhile.
      return entry.isOlderThan(INTERVAL, now) && round(entry, room, now);
    } finally {
      entry.asking.unlock();
    }
  }

  private boolean round(Entry entry, RoomSnapshot room, long now) {
    PositionBoard.Plan plan = entry.board.plan(room.lastAdmitted());
    boolean changed = carryOut(plan, entry, room.eventId());
    entry.refreshed(now);
    return changed;
  }

  /**
   * Reads the block of a session that had to be asked of Redis because it had never been read, so
   * that its neighbours need not be asked too; no more often than every {@link #UNREAD_INTERVAL},
   * and not while a round is under way.
   *
   * @return whether any position may be another than before
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be reached
   */
  public boolean readUnread(SessionRef ref) {
    Entry entry = entries.get(ref.eventId());
    long now = nanos.getAsLong();
    if (entry == null
        || !entry.epoch.equals(ref.epoch())
        || now - entry.unreadNanos < UNREAD_INTERVAL.toNanos()
        || !entry.asking.tryLock()) {
      return false;
    }
    try {
      PositionBoard.Plan plan = entry.board.planUnread(ref.ticket());
      if (plan.counted().isEmpty()) {
        return false;
      }
      entry.unreadNanos = now;
      boolean changed = carryOut(plan, entry, ref.eventId());
      if (!entry.refreshed) {
        // Before the first round nothing is known but what was read now.
        entry.refreshed(now);
      }
      return changed;
    } finally {
      entry.asking.unlock();
    }
  }

  /** Asks and learns; returns whether any position may be another than before. */
  private boolean carryOut(PositionBoard.Plan plan, Entry entry, EventId eventId) {
    @Nullable Reply reply = ask(entry, eventId, plan);
    if (reply == null) {
      entries.remove(eventId, entry);
      return true;
    }
    return entry.board.learn(plan, reply);
  }

  /** The answer to a plan; null when there is no such life of the room any more. */
  private @Nullable Reply ask(Entry entry, EventId eventId, PositionBoard.Plan plan) {
    List<String> arguments = new ArrayList<>(2 + 3 * plan.counted().size());
    arguments.add(entry.epoch);
    arguments.add(Integer.toString(PositionBlock.SIZE));
    for (long number : plan.counted()) {
      PositionBlock block = entry.board.block(number);
      arguments.add(Long.toString(PositionBlock.firstOf(number)));
      arguments.add(plan.readable().contains(number) ? Integer.toString(block.held()) : "-1");
      arguments.add(Integer.toString(block.given()));
    }
    Reply reply = scripts.run(LuaScript.POSITIONS, eventId, arguments);
    return switch (reply.word()) {
      case "POSITIONS" -> reply;
      case "NO_ROOM" -> null;
      default -> throw reply.unexpected();
    };
  }
}
