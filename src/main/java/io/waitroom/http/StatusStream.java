package io.waitroom.http;

import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Sighting;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitEstimate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.glassfish.jersey.server.ChunkedOutput;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: the status at once, then its changes, until the place has ended. Lives on a
 * virtual thread of its own; a client that reads slowly slows nobody but itself.
 *
 * <p>Whenever the room has changed it looks into memory; Redis is asked only when the place may
 * have left the queue, or is not known in memory. Near the head every change is sent, further back
 * as often as a polling client would be told to ask; an admission or an end always at once.
 */
final class StatusStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration WHILE_ADMITTED = Duration.ofSeconds(2);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final long NEAR_POSITION = 100;
  private static final byte[] HEARTBEAT_COMMENT = bytes(": still here\n\n");

  /** How long clients wait before they connect again, ms. */
  private static final byte[] RETRY = bytes("retry: 2000\n\n");

  private final String sessionId;
  private final SessionRef ref;
  private final Standings standings;
  private final Rooms rooms;
  private final RoomFeed feed;
  private final SessionViews views;
  private Standing standing;
  private @Nullable Standing sent;
  private byte[] sentView = {};
  private long version;

  /** When to ask Redis where memory cannot tell; for one who waits, when to send the next. */
  private long dueNanos;

  /**
   * Takes the version first and reads then, so that no change falls between.
   *
   * @throws ProblemException when there is no such place
   */
  StatusStream(
      String sessionId,
      SessionRef ref,
      Standings standings,
      Rooms rooms,
      RoomFeed feed,
      SessionViews views) {
    this.sessionId = sessionId;
    this.ref = ref;
    this.standings = standings;
    this.rooms = rooms;
    this.feed = feed;
    this.views = views;
    this.version = feed.version(ref.eventId());
    this.standing = existing(standings.of(ref));
    this.dueNanos = System.nanoTime() + pause().toNanos();
  }

  /** Whether the place had ended when the stream was asked for. */
  boolean hasEnded() {
    return standing instanceof Standing.Ended;
  }

  /** The whole stream of a place that has ended. */
  byte[] lastWords() {
    byte[] event = event("ended", view());
    byte[] words = Arrays.copyOf(RETRY, RETRY.length + event.length);
    System.arraycopy(event, 0, words, RETRY.length, event.length);
    return words;
  }

  /**
   * Writes until the place has ended, the service stops, or the client is gone.
   *
   * @throws IOException when the client is gone
   */
  void writeTo(ChunkedOutput<byte[]> out, Streams.Stream stream) throws IOException {
    stream.write(out, RETRY);
    send(out, stream);
    long lastWriteNanos = System.nanoTime();
    while (!(standing instanceof Standing.Ended) && !stream.isEnding()) {
      try {
        version = feed.awaitChange(ref.eventId(), version, untilNextLook(lastWriteNanos));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      look();
      if (isWorthSending()) {
        send(out, stream);
        lastWriteNanos = System.nanoTime();
      } else if (System.nanoTime() - lastWriteNanos >= HEARTBEAT.toNanos()) {
        stream.write(out, HEARTBEAT_COMMENT);
        lastWriteNanos = System.nanoTime();
      }
      if (isDue()) {
        dueNanos = System.nanoTime() + pause().toNanos();
      }
    }
  }

  private Duration untilNextLook(long lastWriteNanos) {
    long now = System.nanoTime();
    long untilHeartbeat = lastWriteNanos + HEARTBEAT.toNanos() - now;
    return Duration.ofNanos(Math.max(0, Math.min(untilHeartbeat, dueNanos - now)));
  }

  private boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }

  private void look() {
    boolean waits = standing instanceof Standing.Queued;
    switch (standings.sight(ref)) {
      case Sighting.Waiting(Standing.Queued seen) -> {
        if (waits) {
          standing = noWorse(seen);
        }
      }
      case Sighting.Left() -> {
        if (waits || isDue()) {
          readAgain();
        }
      }
      case Sighting.Unknown() -> {
        if (isDue()) {
          readAgain();
        }
      }
    }
  }

  /** What is read from Redis and what is remembered may differ by a moment; nobody moves back. */
  private Standing noWorse(Standing.Queued seen) {
    return standing instanceof Standing.Queued before && before.position() < seen.position()
        ? new Standing.Queued(before.position(), seen.queueLength())
        : seen;
  }

  /** Reads; while Redis is away the stream stays as it is and tries again a little later. */
  private void readAgain() {
    try {
      Standing read = existing(standings.read(ref));
      standing = read instanceof Standing.Queued queued ? noWorse(queued) : read;
      dueNanos = System.nanoTime() + pause().toNanos();
    } catch (RoomUnavailableException e) {
      dueNanos = System.nanoTime() + WHILE_AWAY.toNanos();
    }
  }

  private static Standing existing(Standing read) {
    return switch (read) {
      case Standing.Queued _, Standing.Admitted _, Standing.Ended _ -> read;
      case Standing.Gone() -> throw Paths.sessionGone();
      case Standing.NoSuchEvent() -> throw Paths.noSuchSession();
    };
  }

  private Duration pause() {
    return standing instanceof Standing.Queued(long position, long _)
        ? rooms
            .find(ref.eventId())
            .map(room -> WaitEstimate.pollAfterSeconds(room, position, room.readAt()))
            .map(Duration::ofSeconds)
            .orElse(WHILE_ADMITTED)
        : WHILE_ADMITTED;
  }

  private boolean isWorthSending() {
    if (standing.equals(sent)) {
      // The estimate may have changed, or what is happening, where nobody has moved.
      return standing instanceof Standing.Queued && isDue() && !Arrays.equals(view(), sentView);
    }
    boolean onlyMoved = sent instanceof Standing.Queued && standing instanceof Standing.Queued;
    boolean near =
        standing instanceof Standing.Queued(long position, long _) && position <= NEAR_POSITION;
    return !onlyMoved || near || isDue();
  }

  private void send(ChunkedOutput<byte[]> out, Streams.Stream stream) throws IOException {
    String name =
        switch (standing) {
          case Standing.Queued _ -> "position";
          case Standing.Admitted _ -> "ready";
          case Standing.Ended _, Standing.Gone _, Standing.NoSuchEvent _ -> "ended";
        };
    byte[] view = view();
    stream.write(out, event(name, view));
    sent = standing;
    sentView = view;
    dueNanos = System.nanoTime() + pause().toNanos();
  }

  private byte[] view() {
    return views.status(sessionId, ref, standing);
  }

  private static byte[] event(String name, byte[] json) {
    return bytes("event: " + name + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
