package io.waitroom.http;

import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitEstimate;
import io.waitroom.room.WaitingRoom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.glassfish.jersey.server.ChunkedOutput;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: the status at once, then whenever it has changed, until the place has ended.
 * Lives on a virtual thread of its own; a client that reads slowly slows nobody but itself.
 *
 * <p>Redis is asked when the room has changed and this place may have been admitted by it, and
 * otherwise as often as a polling client would be told to ask, so that far waiters cost little.
 */
final class StatusStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration WHILE_ADMITTED = Duration.ofSeconds(2);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final byte[] HEARTBEAT_COMMENT = bytes(": still here\n\n");

  /** How long clients wait before they connect again, ms. */
  private static final byte[] RETRY = bytes("retry: 2000\n\n");

  private final String sessionId;
  private final SessionRef ref;
  private final WaitingRoom waitingRoom;
  private final Rooms rooms;
  private final RoomFeed feed;
  private final SessionViews views;
  private Standing standing;
  private long version;
  private long nextReadNanos;
  private @Nullable Standing sent;

  /**
   * Takes the version first and reads then, so that no change falls between.
   *
   * @throws ProblemException when there is no such place
   */
  StatusStream(
      String sessionId,
      SessionRef ref,
      WaitingRoom waitingRoom,
      Rooms rooms,
      RoomFeed feed,
      SessionViews views) {
    this.sessionId = sessionId;
    this.ref = ref;
    this.waitingRoom = waitingRoom;
    this.rooms = rooms;
    this.feed = feed;
    this.views = views;
    this.version = feed.version(ref.eventId());
    this.standing = read();
  }

  /**
   * Writes until the place has ended, the service stops, or the client is gone.
   *
   * @throws IOException when the client is gone
   */
  void writeTo(ChunkedOutput<byte[]> out, Streams streams) throws IOException {
    out.write(RETRY);
    send(out);
    long lastWriteNanos = System.nanoTime();
    while (!(standing instanceof Standing.Ended) && !streams.isEnding()) {
      try {
        version = feed.awaitChange(ref.eventId(), version, untilNextLook(lastWriteNanos));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      if (mayHaveChanged() && readAgain() && send(out)) {
        lastWriteNanos = System.nanoTime();
      }
      if (System.nanoTime() - lastWriteNanos >= HEARTBEAT.toNanos()) {
        out.write(HEARTBEAT_COMMENT);
        lastWriteNanos = System.nanoTime();
      }
    }
  }

  private Duration untilNextLook(long lastWriteNanos) {
    long now = System.nanoTime();
    long untilHeartbeat = lastWriteNanos + HEARTBEAT.toNanos() - now;
    return Duration.ofNanos(Math.max(0, Math.min(untilHeartbeat, nextReadNanos - now)));
  }

  private boolean mayHaveChanged() {
    return System.nanoTime() - nextReadNanos >= 0
        || (standing instanceof Standing.Queued && mayHaveBeenAdmitted());
  }

  private boolean mayHaveBeenAdmitted() {
    try {
      return rooms
          .find(ref.eventId())
          .map(room -> room.lastAdmitted() >= ref.ticket())
          .orElse(true);
    } catch (RoomUnavailableException e) {
      return false;
    }
  }

  /** Reads; while Redis is away the stream stays as it is and tries again a little later. */
  private boolean readAgain() {
    try {
      standing = read();
      return true;
    } catch (RoomUnavailableException e) {
      nextReadNanos = System.nanoTime() + WHILE_AWAY.toNanos();
      return false;
    }
  }

  private Standing read() {
    Standing read = waitingRoom.standing(ref);
    Duration pause =
        read instanceof Standing.Queued queued
            ? rooms.find(ref.eventId()).map(room -> pause(room, queued)).orElse(WHILE_ADMITTED)
            : WHILE_ADMITTED;
    nextReadNanos = System.nanoTime() + pause.toNanos();
    return switch (read) {
      case Standing.Queued _, Standing.Admitted _, Standing.Ended _ -> read;
      case Standing.Gone() -> throw Paths.sessionGone();
      case Standing.NoSuchEvent() -> throw Paths.noSuchSession();
    };
  }

  private static Duration pause(RoomSnapshot room, Standing.Queued queued) {
    return Duration.ofSeconds(
        WaitEstimate.pollAfterSeconds(room, queued.position(), room.readAt()));
  }

  /** Sends the status if it differs from what was sent last; returns whether it did. */
  private boolean send(ChunkedOutput<byte[]> out) throws IOException {
    if (standing.equals(sent)) {
      return false;
    }
    String name =
        switch (standing) {
          case Standing.Queued _ -> "position";
          case Standing.Admitted _ -> "ready";
          case Standing.Ended _, Standing.Gone _, Standing.NoSuchEvent _ -> "ended";
        };
    out.write(event(name, views.status(sessionId, ref, standing)));
    sent = standing;
    return true;
  }

  private static byte[] event(String name, byte[] json) {
    return bytes("event: " + name + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
