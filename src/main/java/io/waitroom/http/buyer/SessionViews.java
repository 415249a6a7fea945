package io.waitroom.http.buyer;

import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.PathIds;
import io.waitroom.ops.Service;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitEstimate;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A session as its owner sees it, in JSON. Estimates are made from the room as this replica knows
 * it, by the clock that the room was read with.
 */
@Service
public class SessionViews {
  private static final long POLL_AFTER_ADMISSION_SECONDS = 5;
  private static final long POLL_BLINDLY_SECONDS = 5;

  private final Rooms rooms;
  private final CheckoutTokens tokens;
  private final HttpSettings settings;

  @Inject
  public SessionViews(Rooms rooms, CheckoutTokens tokens, HttpSettings settings) {
    this.rooms = rooms;
    this.tokens = tokens;
    this.settings = settings;
  }

  /** The answer to a join. */
  public byte[] joined(String sessionId, UserId user, JoinResult.Joined joined) {
    boolean waits = joined.status() == SessionStatus.QUEUED;
    OptionalLong estimate =
        waits
            ? estimate(rooms.find(joined.ref().eventId()), joined.position())
            : OptionalLong.empty();
    return JsonWriter.object(out ->
        out.put("session_id", sessionId)
            .put("event_id", joined.ref().eventId().value())
            .put("user_id", user.value())
            .put("status", joined.status().word())
            .put("position", joined.position())
            .put("queue_length", joined.queueLength())
            .put("queued_at", joined.joinedAt())
            .put("expires_at", joined.expiresAt())
            .put("estimated_wait_seconds", estimate)
            .put("status_url", ApiPaths.STATUS_URL + sessionId)
            .put("stream_url", ApiPaths.STREAM_URL + sessionId));
  }

  /**
   * The status object of a session.
   *
   * @throws ProblemException when there is no such session any more
   */
  public byte[] status(String sessionId, SessionRef ref, Standing standing) {
    return switch (standing) {
      case Standing.Queued queued -> queued(sessionId, ref, queued);
      case Standing.Admitted admitted -> admitted(sessionId, ref, admitted);
      case Standing.Ended ended -> ended(sessionId, ref, ended);
      case Standing.Gone() -> throw PathIds.sessionGone();
      case Standing.NoSuchEvent() -> throw PathIds.noSuchSession();
    };
  }

  /** The status of one who waits. */
  private byte[] queued(String sessionId, SessionRef ref, Standing.Queued standing) {
    Optional<RoomSnapshot> room = rooms.find(ref.eventId());
    long position = standing.position();
    long pollAfter =
        room.map(known -> WaitEstimate.pollAfterSeconds(known, position, known.readAt()))
            .orElse(POLL_BLINDLY_SECONDS);
    return JsonWriter.object(out -> {
      head(out, sessionId, ref, SessionStatus.QUEUED);
      out.put("position", position).put("queue_length", standing.queueLength());
      out.put("estimated_wait_seconds", estimate(room, position));
      out.put("poll_after_seconds", pollAfter);
      room.ifPresent(known ->
          out.put("room_state", known.state().word())
              .put("message", known.settings().page().message()));
    });
  }

  /** The status of one who holds a checkout slot, with the token for it. */
  private byte[] admitted(String sessionId, SessionRef ref, Standing.Admitted standing) {
    String token =
        tokens.issue(
            sessionId,
            ref.eventId(),
            standing.userId(),
            standing.admittedAt(),
            standing.leaseUntil());
    return JsonWriter.object(out -> {
      head(out, sessionId, ref, SessionStatus.ADMITTED);
      out.put("position", 0).put("queue_length", standing.queueLength());
      out.put("queued_at", standing.joinedAt()).put("admitted_at", standing.admittedAt());
      out.put("checkout_token", token);
      settings
          .checkoutUrl(ref.eventId(), sessionId, token)
          .ifPresent(url -> out.put("checkout_url", url));
      out.put("checkout_expires_at", standing.leaseUntil());
      out.put("poll_after_seconds", POLL_AFTER_ADMISSION_SECONDS);
    });
  }

  /** The status of a session that has ended. */
  private byte[] ended(String sessionId, SessionRef ref, Standing.Ended standing) {
    long queueLength = rooms.find(ref.eventId()).map(RoomSnapshot::queueLength).orElse(0L);
    return JsonWriter.object(out -> {
      head(out, sessionId, ref, standing.status());
      out.put("position", 0).put("queue_length", queueLength);
      out.put("queued_at", standing.joinedAt()).put("ended_at", standing.endedAt());
    });
  }

  /** The status of a session whose event has been removed; its times are kept no longer. */
  public static byte[] removed(String sessionId, SessionRef ref) {
    return JsonWriter.object(out -> {
      head(out, sessionId, ref, SessionStatus.EVICTED);
      out.put("position", 0).put("queue_length", 0);
    });
  }

  /** What is left to say after a leave or an eviction. */
  public static byte[] left(String sessionId, SessionStatus status) {
    return JsonWriter.object(out -> out.put("session_id", sessionId).put("status", status.word()));
  }

  private static void head(JsonWriter out, String sessionId, SessionRef ref, SessionStatus status) {
    out.put("session_id", sessionId)
        .put("event_id", ref.eventId().value())
        .put("status", status.word());
  }

  private static OptionalLong estimate(Optional<RoomSnapshot> room, long position) {
    return room.map(known -> WaitEstimate.seconds(known, position, known.readAt()))
        .orElse(OptionalLong.empty());
  }
}
