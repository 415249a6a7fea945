package io.waitroom.http.stream;

import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomFeed;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open streams by room. One thread a room waits for changes and wakes the streams that a change
 * concerns; most streams far back in the queue need not know of most changes. Thread-safe.
 */
@Service
public class StreamNotifier {
  private static final System.Logger LOGGER = System.getLogger(StreamNotifier.class.getName());

  /** Longest wait for one change. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final RoomFeed feed;
  private final Map<EventId, Room> rooms = new ConcurrentHashMap<>();

  @Inject
  StreamNotifier(RoomFeed feed) {
    this.feed = feed;
  }

  /** Adds a stream: each change from now on that concerns it wakes it. */
  void join(StatusFeed stream, StreamLease lease) {
    var _ =
        rooms.compute(
            stream.eventId(),
            (eventId, known) -> {
              Room room = known == null ? new Room(eventId) : known;
              room.streams.put(stream, lease);
              return room;
            });
  }

  /** Removes a stream. */
  void leave(StatusFeed stream) {
    var _ =
        rooms.computeIfPresent(
            stream.eventId(),
            (_, room) -> {
              room.streams.remove(stream);
              return room.streams.isEmpty() ? room.end() : room;
            });
  }

  /** Whatever is wrong with one stream, the others must not miss anything. */
  private static void wakeIfConcerned(StatusFeed stream, StreamLease lease) {
    try {
      if (stream.isConcerned()) {
        lease.wake();
      }
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "A stream cannot be looked at; this is a bug", e);
    }
  }

  /** The streams of one room, and the thread that wakes them. */
  private final class Room {
    private final EventId eventId;
    private final Map<StatusFeed, StreamLease> streams = new ConcurrentHashMap<>();
    private final Thread thread;

    Room(EventId eventId) {
      this.eventId = eventId;
      // Race: the first stream looks after this, so no change falls between.
      long version = feed.version(eventId);
      this.thread = Thread.ofVirtual().name("stream-notifier").start(() -> watch(version));
    }

    /** Ends the thread; returns null, for the map. */
    @Nullable Room end() {
      thread.interrupt();
      return null;
    }

    private void watch(long begun) {
      long known = begun;
      try {
        while (true) {
          long version = feed.awaitChange(eventId, known, MAX_WAIT);
          if (version != known) {
            known = version;
            streams.forEach(StreamNotifier::wakeIfConcerned);
          }
        }
      } catch (InterruptedException e) {
        // The last stream has left.
      }
    }
  }
}
