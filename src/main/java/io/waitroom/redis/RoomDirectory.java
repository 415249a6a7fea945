package io.waitroom.redis;

import io.waitroom.redis.board.PositionBoards;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.EventId;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomRefresher;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rooms this replica knows, each as last read. Refreshed by the loops; asked about something it
 * does not know, it looks again in Redis, at most once in {@link #LOOKUP_INTERVAL} however many
 * ask: forged ids cost nothing. A room that cannot be read, because its shard is away or its fields
 * make no sense, concerns those who ask for it and nobody else. Thread-safe; reading takes no lock.
 */
public final class RoomDirectory implements Rooms, RoomRefresher, RoomFeed, PositionFeed {
  /** Least time between two look-ups caused by unknown events or epochs. */
  static final Duration LOOKUP_INTERVAL = Duration.ofMillis(250);

  /** By how much a room that was read earlier may come later and be told from another clock. */
  private static final Duration OVERTAKING_MAX = Duration.ofSeconds(1);

  /** Longest wait for another's look-up; how long one goes on once a room was not reached. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final RoomReader reader;
  private final PositionBoards positions;
  private final TicketHighWaterMarks marks = new TicketHighWaterMarks();
  private final Map<EventId, RoomSnapshot> rooms = new ConcurrentHashMap<>();

  /** Rooms that are being removed, as last read: their people ask what became of them. */
  private final Map<EventId, RoomSnapshot> removing = new ConcurrentHashMap<>();

  private final UnreadableRooms unread = new UnreadableRooms();
  private final RoomVersions versions = new RoomVersions();
  private final ReentrantLock lookup = new ReentrantLock();
  private volatile boolean loaded;
  private @Nullable RoomUnavailableException lastFailure;
  private long lastLookupNanos = System.nanoTime() - LOOKUP_INTERVAL.toNanos();

  /** Knows nothing yet. */
  public RoomDirectory(RoomReader reader) {
    this(reader, reader.boards());
  }

  /** With boards on another clock. */
  RoomDirectory(RoomReader reader, PositionBoards positions) {
    this.reader = reader;
    this.positions = positions;
  }

  @Override
  public Optional<RoomSnapshot> find(EventId eventId) {
    RoomSnapshot known = rooms.get(eventId);
    if (known != null) {
      return Optional.of(known);
    }
    lookUp(Optional.of(eventId));
    return Optional.ofNullable(rooms.get(eventId));
  }

  @Override
  public Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch) {
    lookUp(Optional.of(eventId));
    return Optional.ofNullable(rooms.get(eventId))
        .or(() -> Optional.ofNullable(removing.get(eventId)))
        .filter(room -> !room.epoch().equals(knownEpoch));
  }

  @Override
  public List<RoomSnapshot> all() {
    if (!loaded) {
      lookUp(Optional.empty());
    }
    return rooms.values().stream()
        .sorted(Comparator.comparing(room -> room.eventId().value()))
        .toList();
  }

  /** All rooms read so far, in no order; never asks Redis. */
  public List<RoomSnapshot> known() {
    return List.copyOf(rooms.values());
  }

  /**
   * Asks Redis which rooms there are, and for this one, if the last look-up is long enough ago;
   * else leaves it at what that one found, its failure included. Whoever comes while one is under
   * way waits for it, as long as a caller may be kept.
   */
  private void lookUp(Optional<EventId> eventId) {
    try {
      if (!lookup.tryLock(MAX_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new RoomUnavailableException(
            "directory: a look-up takes too long", new TimeoutException("waited " + MAX_WAIT));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RoomUnavailableException("directory: interrupted", e);
    }
    try {
      if (System.nanoTime() - lastLookupNanos >= LOOKUP_INTERVAL.toNanos()) {
        lookUpNow(eventId);
      } else if (lastFailure != null) {
        throw new RoomUnavailableException("directory: Redis did not answer", lastFailure);
      }
    } finally {
      lookup.unlock();
    }
    eventId.ifPresent(unread::requireNot);
  }

  private void lookUpNow(Optional<EventId> eventId) {
    try {
      Optional<EventId> known = eventId.filter(rooms::containsKey);
      Set<EventId> _ = refreshEvents(eventId);
      known.ifPresent(this::readOrNote);
      lastFailure = null;
    } catch (RoomUnavailableException e) {
      lastFailure = e;
      throw e;
    } finally {
      // At the end, so that those who waited do not each try again while Redis is frozen.
      lastLookupNanos = System.nanoTime();
    }
  }

  @Override
  public Set<EventId> refreshEvents() {
    return refreshEvents(Optional.empty());
  }

  private Set<EventId> refreshEvents(Optional<EventId> first) {
    // Race: a room made here meanwhile is not among the events read; only what was known before may
    // be forgotten.
    Set<EventId> known = Set.copyOf(rooms.keySet());
    Set<EventId> events = reader.events();
    known.stream().filter(event -> !events.contains(event)).forEach(this::forget);
    removing.keySet().retainAll(events);
    unread.forgetIf(event -> !events.contains(event) || known.contains(event));
    versions.keep(events);
    List<EventId> unknown = new ArrayList<>(events);
    unknown.removeIf(rooms::containsKey);
    // Not always the same ones first: those behind rooms that cannot be reached have their turn.
    Collections.shuffle(unknown);
    first.filter(unknown::remove).ifPresent(unknown::addFirst);
    read(unknown);
    loaded = true;
    return events;
  }

  /** Reads rooms in this order; those that would take too long count as not reached. */
  private void read(List<EventId> unknown) {
    long startedNanos = System.nanoTime();
    RoomUnavailableException unreachable = null;
    for (EventId event : unknown) {
      if (unreachable != null && System.nanoTime() - startedNanos > MAX_WAIT.toNanos()) {
        unread.add(event, unreachable);
      } else if (readOrNote(event) instanceof RoomUnavailableException e) {
        unreachable = e;
      }
    }
  }

  /** Reads a room, or notes and returns why it cannot be read. */
  private @Nullable RuntimeException readOrNote(EventId eventId) {
    try {
      long _ = refresh(eventId);
      return null;
    } catch (RuntimeException e) {
      unread.add(eventId, e);
      return e;
    }
  }

  @Override
  public long refresh(EventId eventId) {
    RoomSnapshot before = rooms.get(eventId);
    Optional<RoomSnapshot> room = reader.snapshot(eventId);
    unread.remove(eventId);
    if (room.isPresent()) {
      learn(room.get());
      if (positions.refresh(room.get())) {
        versions.increase(eventId);
      }
    } else if (before != null && rooms.remove(eventId, before)) {
      // Race: a room made here since the read is another value than before, and stays.
      forgotten(eventId, before);
    }
    return room.map(RoomSnapshot::outboxLength).orElse(0L);
  }

  /** Takes over a room as it was read elsewhere in this process. */
  void learn(RoomSnapshot room) {
    EventId eventId = room.eventId();
    marks.seen(eventId, room.epoch(), room.lastTicket());
    while (true) {
      RoomSnapshot before = rooms.get(eventId);
      if (before == null) {
        if (rooms.putIfAbsent(eventId, room) == null) {
          versions.learned(eventId, null, room);
          return;
        }
      } else if (isOvertaken(room, before)) {
        return;
      } else if (rooms.replace(eventId, before, room)) {
        versions.learned(eventId, before, room);
        return;
      }
    }
  }

  /**
   * Race: two threads may read a room and learn in the other order. By a moment only: the clock of
   * another primary may be behind by any time.
   */
  private static boolean isOvertaken(RoomSnapshot room, RoomSnapshot known) {
    Duration behind = Duration.between(room.readAt(), known.readAt());
    return known.epoch().equals(room.epoch())
        && behind.isPositive()
        && behind.compareTo(OVERTAKING_MAX) < 0;
  }

  /** The room is no more. */
  void forget(EventId eventId) {
    forgotten(eventId, rooms.remove(eventId));
  }

  private void forgotten(EventId eventId, @Nullable RoomSnapshot before) {
    if (before != null) {
      removing.put(eventId, before);
      versions.learned(eventId, before, null);
    }
    positions.forget(eventId);
    marks.forget(eventId);
  }

  /** The furthest tickets that were given out as far as is known here. */
  TicketHighWaterMarks marks() {
    return marks;
  }

  @Override
  public CachedPosition lookUp(SessionRef ref) {
    RoomSnapshot room = rooms.get(ref.eventId());
    return room == null ? new CachedPosition.Unknown() : positions.lookUp(ref, room);
  }

  /** Redis has told where a session stands; nobody here is told worse any more. */
  void told(SessionRef ref, long position) {
    positions.told(ref, position);
  }

  /**
   * A session had to be asked of Redis, so its block may not have been read yet: reads it, unless
   * that has just been done.
   */
  void readUnread(SessionRef ref) {
    try {
      if (positions.readUnread(ref)) {
        versions.increase(ref.eventId());
      }
    } catch (RoomUnavailableException _) {
      // Whoever asked has had their answer, and the next round or question reads the block.
    }
  }

  /** A session has left the queue by what was done here; nobody here is told otherwise any more. */
  void left(SessionRef ref) {
    positions.left(ref);
  }

  @Override
  public long version(EventId eventId) {
    return versions.version(eventId);
  }

  @Override
  public long awaitChange(EventId eventId, long known, Duration limit) throws InterruptedException {
    return versions.awaitChange(eventId, known, limit);
  }

  @Override
  public void wakeAll() {
    versions.wakeAll();
  }
}
