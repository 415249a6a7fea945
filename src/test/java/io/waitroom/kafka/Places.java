package io.waitroom.kafka;

import io.waitroom.room.AdmissionPace;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionKey;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The event of these tests, places in it, and who signs their ids. */
public final class Places {
  public static final EventId EVENT = new EventId("concert-2024");
  public static final Instant AT = Instant.parse("2024-03-01T12:00:00.120Z");

  private static final String EPOCH = "epoch-1";
  private static final SessionKey KEY = SessionKey.of("k1", new byte[SessionKey.MIN_SECRET_BYTES]);

  private Places() {}

  public static SessionIds sessionIds() {
    return new SessionIds(List.of(KEY), new OneRoom());
  }

  public static SessionRef ref(long ticket) {
    return new SessionRef(EVENT, EPOCH, ticket, KEY.id());
  }

  public static UserId user(long ticket) {
    return new UserId("user-" + ticket);
  }

  public static String id(long ticket) {
    return sessionIds().issue(ref(ticket));
  }

  /** The ticket in an id. */
  public static long ticket(byte[] id) {
    return Long.parseLong(new String(id, StandardCharsets.US_ASCII).split("\\.", 3)[1], 36);
  }

  public static RoomEvent joined(long ticket) {
    return new RoomEvent.Joined(ref(ticket), user(ticket), AT, ticket);
  }

  public static RoomEvent ready(long ticket) {
    return new RoomEvent.Ready(
        ref(ticket), user(ticket), AT.plusSeconds(1), AT.plus(Duration.ofMinutes(15)));
  }

  /** The report of a checkout as the shop writes it. */
  public static String report(long ticket) {
    return """
    {"session_id":"%s","user_id":"user-%d","event_id":"%s","timestamp":"2024-03-01T12:00:00Z"}\
    """
        .formatted(id(ticket), ticket, EVENT);
  }

  /** The only room there is. */
  private static final class OneRoom implements Rooms {
    private static final RoomSnapshot ROOM =
        new RoomSnapshot(
            EVENT,
            EPOCH,
            RoomState.OPEN,
            new RoomSettings("", 1, 1, 1, RoomSettings.MIN_TTL, RoomSettings.MIN_TTL),
            0,
            0,
            0,
            0,
            0,
            0,
            Map.of(),
            0,
            Optional.empty(),
            AdmissionPace.NONE,
            AT);

    @Override
    public Optional<RoomSnapshot> find(EventId eventId) {
      return eventId.equals(EVENT) ? Optional.of(ROOM) : Optional.empty();
    }

    @Override
    public Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch) {
      return Optional.empty();
    }

    @Override
    public List<RoomSnapshot> all() {
      return List.of(ROOM);
    }
  }
}
