package io.waitroom.redis;

import io.waitroom.room.EventId;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The outbox of each room as a Redis stream, written by the scripts that change state. Thread-safe.
 */
public final class RedisOutbox implements Outbox {
  /** Values of one entry in the reply of {@code claim.lua}: id kind ticket user at key detail. */
  private static final int ENTRY_VALUES = 7;

  private final Scripts scripts;

  /** Reads and removes through {@code scripts}. */
  public RedisOutbox(Scripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public List<Entry> claim(EventId eventId, String owner, Duration lease, int batch) {
    Reply reply =
        scripts.run(
            LuaScript.CLAIM,
            eventId,
            owner,
            Long.toString(lease.toMillis()),
            Integer.toString(batch));
    return switch (reply.word()) {
      case "CLAIMED" -> entries(eventId, reply);
      case "EMPTY", "HELD", "NO_ROOM" -> List.of();
      default -> throw reply.unexpected();
    };
  }

  @Override
  public void done(EventId eventId, String owner, Collection<String> ids) {
    List<String> arguments = new ArrayList<>(ids.size() + 1);
    arguments.add(owner);
    arguments.addAll(ids);
    scripts.run(LuaScript.DONE, eventId, arguments);
  }

  private static List<Entry> entries(EventId eventId, Reply reply) {
    String epoch = reply.text(0);
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i < reply.size(); i += ENTRY_VALUES) {
      entries.add(new Entry(reply.text(i), event(eventId, epoch, reply, i + 1)));
    }
    return entries;
  }

  private static RoomEvent event(EventId eventId, String epoch, Reply reply, int first) {
    SessionRef ref = new SessionRef(eventId, epoch, reply.number(first + 1), reply.text(first + 4));
    UserId user = new UserId(reply.text(first + 2));
    Instant at = reply.instant(first + 3);
    int detail = first + 5;
    return switch (reply.text(first)) {
      case "JOINED" -> new RoomEvent.Joined(ref, user, at, reply.number(detail));
      case "LEFT" -> new RoomEvent.Left(ref, user, at, LeaveReason.of(reply.text(detail)));
      case "READY" -> new RoomEvent.Ready(ref, user, at, reply.instant(detail));
      default -> throw reply.unexpected();
    };
  }
}
