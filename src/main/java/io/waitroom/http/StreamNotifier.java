package io.waitroom.http;

import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomFeed;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All open streams, by the room that they are about. Of each such room one thread waits for the
 * changes and calls the streams that a change concerns, and those whose time has come; most of
 * those who wait far back need not know of most changes. Thread-safe.
 */
@Service
public class StreamNotifier {
  private static final System.Logger LOGGER = System.getLogger(StreamNotifier.class.getName());

  /** How exactly streams are called in time where nothing changes. */
  private static final Duration TICK = Duration.ofMillis(500);

  /** The streams of one room. */
  private static final class Room {
    private final Set<LiveStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean over;
  }

  private final RoomFeed feed;
  private final Map<EventId, Room> rooms = new ConcurrentHashMap<>();

  @Inject
  StreamNotifier(RoomFeed feed) {
    this.feed = feed;
  }

  /** Lets a stream begin: whatever changes from now on, it will be called. */
  void join(LiveStream stream) {
    var _ =
        rooms.compute(
            stream.eventId(),
            (eventId, known) -> {
              Room room = known == null ? open(eventId) : known;
              room.streams.add(stream);
              return room;
            });
    stream.call();
  }

  /** A stream has ended. */
  void leave(LiveStream stream) {
    var _ =
        rooms.computeIfPresent(
            stream.eventId(),
            (_, room) -> {
              room.streams.remove(stream);
              room.over = room.streams.isEmpty();
              return room.over ? null : room;
            });
  }

  private Room open(EventId eventId) {
    Room room = new Room();
    // Taken before anybody has looked, so that no change falls between.
    long version = feed.version(eventId);
    Thread.ofVirtual().name("audience").start(() -> callStreams(eventId, room, version));
    return room;
  }

  private void callStreams(EventId eventId, Room room, long begun) {
    long known = begun;
    try {
      while (!room.over) {
        long version = feed.awaitChange(eventId, known, TICK);
        boolean changed = version != known;
        known = version;
        long now = System.nanoTime();
        room.streams.forEach(stream -> callIfNeeded(stream, changed, now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever is wrong with one stream, the others must not miss anything. */
  private static void callIfNeeded(LiveStream stream, boolean changed, long now) {
    try {
      if (stream.isNeeded(changed, now)) {
        stream.call();
      }
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "A stream cannot be looked at; this is a bug", e);
    }
  }
}
