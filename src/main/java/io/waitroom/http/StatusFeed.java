package io.waitroom.http;

import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.PathIds;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitEstimate;
import io.waitroom.service.StatusService;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: the status at once, then its changes, until the place has ended. One thread
 * at a time works on it, whenever {@link LiveStream} is called; another asks when that is.
 *
 * <p>It looks into memory; Redis is asked only when the place may have left the queue, or is not
 * known in memory. Near the head every change is sent, further back as often as a polling client
 * would be told to ask; an admission or an end always at once.
 */
public final class StatusFeed {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration WHILE_ADMITTED = Duration.ofSeconds(2);
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);
  private static final long NEAR_POSITION = 100;
  private static final byte[] HEARTBEAT_COMMENT = bytes(": still here\n\n");

  /** How long clients wait before they connect again, ms. */
  private static final String RETRY = "retry: 2000\n\n";

  private final String sessionId;
  private final SessionRef ref;
  private final StatusService statuses;
  private final Rooms rooms;
  private final SessionViews views;
  private final Semaphore reads;

  /** Like the times, written by a stream's thread and read by its audience's. */
  private volatile Standing standing;

  private @Nullable Standing sent;

  /** Of the view that was sent last: to see that another is another. */
  private int sentHash;

  /** When to ask Redis where memory cannot tell; for one who waits, when to send the next. */
  private volatile long dueNanos;

  private volatile long heartbeatNanos;

  /**
   * Reads where the place stands.
   *
   * @throws ProblemException when there is no such place
   */
  public StatusFeed(
      String sessionId,
      SessionRef ref,
      StatusService statuses,
      Rooms rooms,
      SessionViews views,
      Semaphore reads) {
    this.sessionId = sessionId;
    this.ref = ref;
    this.statuses = statuses;
    this.rooms = rooms;
    this.views = views;
    this.reads = reads;
    this.standing = existing(statuses.of(ref));
    this.dueNanos = System.nanoTime() + pause().toNanos();
    this.heartbeatNanos = System.nanoTime() + HEARTBEAT.toNanos();
  }

  /** Whether the place had ended when the stream was asked for. */
  public boolean hasEnded() {
    return standing instanceof Standing.Ended;
  }

  /** How a stream begins; of a place that has ended, the whole stream. */
  public byte[] firstWords() {
    return bytes(RETRY + event(view()));
  }

  public EventId eventId() {
    return ref.eventId();
  }

  /** Whether it is time to look, or to say that the stream lives. */
  public boolean isDue(long nowNanos) {
    return nowNanos - dueNanos >= 0 || nowNanos - heartbeatNanos >= 0;
  }

  /** Whether a change has to be looked at now, and not when it is time: it may be an admission. */
  public boolean isConcerned() {
    return standing instanceof Standing.Queued
        && switch (statuses.lookUp(ref)) {
          case CachedPosition.Waiting(Standing.Queued(long position, long _)) ->
              position <= NEAR_POSITION;
          case CachedPosition.Left() -> true;
          case CachedPosition.Unknown() -> false;
        };
  }

  /**
   * Looks, and writes what is worth it.
   *
   * @return whether the stream goes on
   * @throws IOException when the client is gone
   * @throws ProblemException when the place is kept no longer
   * @throws RoomUnavailableException when nothing is known of the room, and Redis cannot be asked
   */
  public boolean goOn(StreamSink sink, StreamRegistry.Stream stream) throws IOException {
    look();
    if (sent == null) {
      send(sink, stream, RETRY);
    } else if (isWorthSending()) {
      send(sink, stream, "");
    } else if (System.nanoTime() - heartbeatNanos >= 0) {
      stream.write(sink, HEARTBEAT_COMMENT);
      heartbeatNanos = System.nanoTime() + HEARTBEAT.toNanos();
    }
    if (isDue()) {
      dueNanos = System.nanoTime() + pause().toNanos();
    }
    return !hasEnded() && !stream.isEnding();
  }

  private boolean isDue() {
    return System.nanoTime() - dueNanos >= 0;
  }

  private void look() {
    boolean waits = standing instanceof Standing.Queued;
    switch (statuses.lookUp(ref)) {
      case CachedPosition.Waiting(Standing.Queued seen) -> {
        if (waits) {
          standing = noWorse(seen);
        }
      }
      case CachedPosition.Left() -> {
        if (waits || isDue()) {
          readAgain();
        }
      }
      case CachedPosition.Unknown() -> {
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
      Standing read = existing(read());
      standing = read instanceof Standing.Queued queued ? noWorse(queued) : read;
      dueNanos = System.nanoTime() + pause().toNanos();
    } catch (RoomUnavailableException e) {
      dueNanos = System.nanoTime() + WHILE_AWAY.toNanos();
    }
  }

  private Standing read() {
    reads.acquireUninterruptibly();
    try {
      return statuses.read(ref);
    } finally {
      reads.release();
    }
  }

  private static Standing existing(Standing read) {
    return switch (read) {
      case Standing.Queued _, Standing.Admitted _, Standing.Ended _ -> read;
      case Standing.Gone() -> throw PathIds.sessionGone();
      case Standing.NoSuchEvent() -> throw PathIds.noSuchSession();
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
      return standing instanceof Standing.Queued && isDue() && Arrays.hashCode(view()) != sentHash;
    }
    boolean onlyMoved = sent instanceof Standing.Queued && standing instanceof Standing.Queued;
    boolean near =
        standing instanceof Standing.Queued(long position, long _) && position <= NEAR_POSITION;
    return !onlyMoved || near || isDue();
  }

  private void send(StreamSink sink, StreamRegistry.Stream stream, String before)
      throws IOException {
    byte[] view = view();
    stream.write(sink, bytes(before + event(view)));
    sent = standing;
    sentHash = Arrays.hashCode(view);
    long now = System.nanoTime();
    dueNanos = now + pause().toNanos();
    heartbeatNanos = now + HEARTBEAT.toNanos();
  }

  private byte[] view() {
    return views.status(sessionId, ref, standing);
  }

  private String event(byte[] json) {
    String name =
        switch (standing) {
          case Standing.Queued _ -> "position";
          case Standing.Admitted _ -> "ready";
          case Standing.Ended _, Standing.Gone _, Standing.NoSuchEvent _ -> "ended";
        };
    return "event: " + name + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
