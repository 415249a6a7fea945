package io.waitroom.redis;

import io.waitroom.redis.board.PositionBoards;
import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.LuaScript;
import io.waitroom.redis.script.Reply;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads rooms from Redis: which there are, and each as it is now. Thread-safe. */
public final class RoomReader {
  private final RedisConnection connection;
  private final Scripts scripts;

  /** Reads through {@code scripts}, and the set of events through {@code connection}. */
  public RoomReader(RedisConnection connection, Scripts scripts) {
    this.connection = connection;
    this.scripts = scripts;
  }

  /** The room as it is now; empty when there is none or it is being removed. */
  Optional<RoomSnapshot> snapshot(EventId eventId) {
    Reply reply = scripts.run(LuaScript.BOARD, eventId);
    return switch (reply.word()) {
      case "BOARD" -> SnapshotCodec.decode(eventId, reply, 0);
      case "NO_ROOM" -> Optional.empty();
      default -> throw reply.unexpected();
    };
  }

  /** SnapshotCodec of positions that read through the same scripts; they know nothing yet. */
  PositionBoards boards() {
    return new PositionBoards(scripts);
  }

  /** The events that have, or may have, a room; those being removed included. */
  Set<EventId> events() {
    return connection.call("events", jedis -> jedis.smembers(Keys.EVENTS)).stream()
        .filter(EventId::isValid)
        .map(EventId::new)
        .collect(Collectors.toUnmodifiableSet());
  }
}
