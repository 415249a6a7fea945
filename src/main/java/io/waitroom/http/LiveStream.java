package io.waitroom.http;

import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomUnavailableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open stream. Has a thread only while it looks and writes, so that what is open costs little
 * more than its socket; a client that reads slowly slows nobody but itself. Thread-safe.
 */
final class LiveStream implements Runnable {
  private static final System.Logger LOGGER = System.getLogger(LiveStream.class.getName());

  private final StatusFeed status;
  private final StreamRegistry.Stream place;
  private final StreamSink sink;
  private final StreamNotifier audience;

  /** Calls since the thread last had nothing to do; it has one while there are any. */
  private final AtomicInteger calls = new AtomicInteger();

  LiveStream(
      StatusFeed status, StreamRegistry.Stream place, StreamSink sink, StreamNotifier audience) {
    this.status = status;
    this.place = place;
    this.sink = sink;
    this.audience = audience;
  }

  EventId eventId() {
    return status.eventId();
  }

  /**
   * Whether the stream has to be called now.
   *
   * @param changed whether the room has changed
   */
  boolean isNeeded(boolean changed, long nowNanos) {
    return place.isEnding() || status.isDue(nowNanos) || (changed && status.isConcerned());
  }

  /** Makes the stream look around, after this call or again if it does already. */
  void call() {
    if (calls.getAndIncrement() == 0) {
      Thread.ofVirtual().name("stream").start(this);
    }
  }

  /** Looks until nobody has called meanwhile. A stream that has ended is not called any more. */
  @Override
  public void run() {
    int heard;
    do {
      heard = calls.get();
      if (!goOn()) {
        end();
        return;
      }
    } while (!calls.compareAndSet(heard, 0));
  }

  private void end() {
    try (place;
        sink) {
      audience.leave(this);
    }
  }

  private boolean goOn() {
    try {
      if (look()) {
        return true;
      }
      place.end(sink);
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "a client has gone: {0}", e.getMessage());
    }
    return false;
  }

  private boolean look() throws IOException {
    try {
      return status.goOn(sink, place);
    } catch (ProblemException | RoomUnavailableException e) {
      LOGGER.log(Level.DEBUG, "a stream ends; who connects again is told: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "A stream failed; this is a bug", e);
    }
    return false;
  }
}
