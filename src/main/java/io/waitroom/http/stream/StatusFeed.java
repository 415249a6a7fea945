package io.waitroom.http.stream;

import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.Ticker;
import io.waitroom.room.WaitEstimate;
import io.waitroom.service.StatusDecision;
import io.waitroom.service.StatusService;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one stream: the status at once, then its changes until the session has ended, and
 * comments that show a vanished client by a failed write. Confined to the stream's thread, except
 * {@link #isConcerned}, which the notifier calls.
 *
 * <p>A look reads memory. Redis is asked only if the session may have left the queue, or memory
 * does not know it. Near the head every change is sent, further back one event each time a client
 * that polls would ask again; an admission, an end, and another state or message of the room are
 * sent at once everywhere.
 */
final class StatusFeed {
  /** The id of the last event; a client that sends it back is told to stop, by a 204. */
  static final String FINAL_ID = "ended";

  private static final System.Logger LOGGER = System.getLogger(StatusFeed.class.getName());
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration WHILE_ADMITTED = Duration.ofSeconds(2);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final long NEAR_POSITION = 100;
  private static final byte[] HEARTBEAT_COMMENT = bytes(": still here\n\n");

  /** Bounds of a client's wait before it connects again: not all do so in the same moment. */
  private static final int MIN_RETRY_MS = 2_000;

  private static final int MAX_RETRY_MS = 5_000;

  private final String sessionId;
  private final SessionRef ref;
  private final StatusService statuses;
  private final Rooms rooms;
  private final SessionViews views;
  private final Ticker ticker;

  /** Written by the stream's thread, read by the notifier's. */
  private volatile Standing standing;

  private @Nullable Standing sent;

  /** What was said of the room last; written by the stream's thread, read by the notifier's. */
  private volatile Optional<RoomNotice> sentNotice = Optional.empty();

  /** Of the view that was sent last, to notice another one. */
  private int sentHash;

  /** When to ask Redis if memory cannot tell; for a waiting buyer, when to send the next event. */
  private long dueNanos;

  private long heartbeatNanos;

  /**
   * @param found where the session stands now
   */
  StatusFeed(
      String sessionId,
      StatusDecision.Found found,
      StatusService statuses,
      Rooms rooms,
      SessionViews views,
      Ticker ticker) {
    this.sessionId = sessionId;
    this.ref = found.session();
    this.standing = found.standing();
    this.statuses = statuses;
    this.rooms = rooms;
    this.views = views;
    this.ticker = ticker;
    this.dueNanos = ticker.nanos() + pause().toNanos();
    this.heartbeatNanos = ticker.nanos() + HEARTBEAT.toNanos();
  }

  /** Whether the session has ended, and with it the stream. */
  boolean hasEnded() {
    return switch (standing) {
      case Standing.Ended _, Standing.Gone _, Standing.NoSuchEvent _ -> true;
      case Standing.Queued _, Standing.Admitted _ -> false;
    };
  }

  /** The first event; of a session that has ended, the whole stream. */
  byte[] firstEvent() {
    return bytes(retry() + event(view()));
  }

  EventId eventId() {
    return ref.eventId();
  }

  /** Whether a change of the room has to be looked at now. */
  boolean isConcerned() {
    return standing instanceof Standing.Queued
        && switch (statuses.lookUp(ref)) {
          case CachedPosition.Waiting(Standing.Queued(long position, long _)) ->
              position <= NEAR_POSITION || !notice().equals(sentNotice);
          case CachedPosition.Left() -> true; // may be an admission or an end
          case CachedPosition.Unknown() -> isRoomGone();
        };
  }

  /** What the room says, as far as is known here. */
  private Optional<RoomNotice> notice() {
    try {
      return rooms.find(ref.eventId()).map(RoomNotice::of);
    } catch (RoomUnavailableException e) {
      return sentNotice;
    }
  }

  /** Writes events until the session, the client or the service ends the stream. */
  void run(OutputStream out, StreamLease lease) {
    try {
      do {
        look(lease);
        tell(out);
      } while (!hasEnded() && lease.await(nanosUntilDue()));
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "A client has gone: {0}", e.getMessage());
    } catch (ProblemException | RoomUnavailableException e) {
      LOGGER.log(Level.DEBUG, "A stream ends; its client connects again: {0}", e.getMessage());
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "A stream failed; this is a bug", e);
    }
  }

  private long nanosUntilDue() {
    long now = ticker.nanos();
    return Math.min(dueNanos - now, heartbeatNanos - now);
  }

  private boolean isDue() {
    return ticker.nanos() - dueNanos >= 0;
  }

  private void look(StreamLease lease) {
    boolean waits = standing instanceof Standing.Queued;
    switch (statuses.lookUp(ref)) {
      case CachedPosition.Waiting(Standing.Queued seen) -> {
        if (waits) {
          standing = noWorse(seen);
        }
      }
      case CachedPosition.Left() -> {
        if (waits || isDue()) {
          readAgain(lease);
        }
      }
      case CachedPosition.Unknown() -> {
        if (isDue() || isRoomGone()) {
          readAgain(lease);
        }
      }
    }
  }

  /** Memory and Redis may differ by a moment; a position told does not rise. */
  private Standing noWorse(Standing.Queued seen) {
    return standing instanceof Standing.Queued before && before.position() < seen.position()
        ? new Standing.Queued(before.position(), seen.queueLength())
        : seen;
  }

  /** Whether the room, or this life of it, has been removed as far as is known here. */
  private boolean isRoomGone() {
    try {
      return rooms.find(ref.eventId()).filter(room -> room.epoch().equals(ref.epoch())).isEmpty();
    } catch (RoomUnavailableException e) {
      return false;
    }
  }

  /** Asks Redis; while Redis is away the stream stays as it is and asks again a little later. */
  private void readAgain(StreamLease lease) {
    try {
      Standing read = lease.reading(() -> statuses.read(ref));
      standing =
          switch (read) {
            case Standing.Queued queued -> noWorse(queued);
            case Standing.Admitted _, Standing.Ended _, Standing.NoSuchEvent _ -> read;
            case Standing.Gone() -> throw PathIds.sessionGone();
          };
      dueNanos = ticker.nanos() + pause().toNanos();
    } catch (RoomUnavailableException e) {
      dueNanos = ticker.nanos() + WHILE_AWAY.toNanos();
    }
  }

  private Duration pause() {
    return standing instanceof Standing.Queued(long position, long _)
        ? rooms
            .find(ref.eventId())
            .map(room -> WaitEstimate.pollAfterSeconds(room, position, room.readAt()))
            .map(Duration::ofSeconds)
            .orElse(WHILE_AWAY)
        : WHILE_ADMITTED;
  }

  /** Writes what the last look found, if it is worth an event; else a comment when one is due. */
  private void tell(OutputStream out) throws IOException {
    if (sent == null) {
      send(out, retry());
    } else if (isWorthSending()) {
      send(out, "");
    } else if (ticker.nanos() - heartbeatNanos >= 0) {
      write(out, HEARTBEAT_COMMENT);
    }
    if (isDue()) {
      dueNanos = ticker.nanos() + pause().toNanos();
    }
  }

  private boolean isWorthSending() {
    boolean isQueued = standing instanceof Standing.Queued;
    if (isQueued && !notice().equals(sentNotice)) {
      return true;
    }
    if (standing.equals(sent)) {
      // The estimate may have changed though nobody has moved.
      return isQueued && isDue() && Arrays.hashCode(view()) != sentHash;
    }
    boolean onlyMoved = sent instanceof Standing.Queued && isQueued;
    boolean near =
        standing instanceof Standing.Queued(long position, long _) && position <= NEAR_POSITION;
    return !onlyMoved || near || isDue();
  }

  private void send(OutputStream out, String before) throws IOException {
    sentNotice = notice(); // before the view: what changes between is sent again
    byte[] view = view();
    sent = standing;
    sentHash = Arrays.hashCode(view);
    dueNanos = ticker.nanos() + pause().toNanos();
    write(out, bytes(before + event(view)));
  }

  /** Writes, and waits until the connection has taken it. */
  private void write(OutputStream out, byte[] bytes) throws IOException {
    heartbeatNanos = ticker.nanos() + HEARTBEAT.toNanos();
    try {
      out.write(bytes);
      out.flush();
    } catch (RuntimeException e) {
      throw new IOException(e); // Helidon's way to say that the connection is closed
    }
  }

  private byte[] view() {
    return standing instanceof Standing.NoSuchEvent
        ? SessionViews.removed(sessionId, ref)
        : views.status(sessionId, ref, standing);
  }

  /** The same for each stream of a session, and spread over all sessions. */
  private String retry() {
    int millis =
        MIN_RETRY_MS + Math.floorMod(sessionId.hashCode(), MAX_RETRY_MS - MIN_RETRY_MS + 1);
    return "retry: " + millis + "\n";
  }

  private String event(byte[] json) {
    String head =
        switch (standing) {
          case Standing.Queued(long position, long _) ->
              "id: position-" + position + "\nevent: position";
          case Standing.Admitted _ -> "id: ready\nevent: ready";
          case Standing.Ended _, Standing.Gone _, Standing.NoSuchEvent _ ->
              "id: " + FINAL_ID + "\nevent: ended";
        };
    return head + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
