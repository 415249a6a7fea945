package io.waitroom.redis;

import io.waitroom.redis.script.LuaScript;
import io.waitroom.redis.script.Reply;
import io.waitroom.redis.script.Scripts;
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
  private final Scripts scripts;

  /** Reads and removes through {@code scripts}. */
  public RedisOutbox(Scripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public List<Entry> claim(
      EventId eventId, String owner, Duration lease, Progress progress, int batch) {
    Reply reply =
        scripts.run(
            LuaScript.CLAIM,
            eventId,
            owner,
            Long.toString(lease.toMillis()),
            Integer.toString(batch),
            progress.seen(),
            progress.ackedFrom(),
            progress.ackedTo());
    return switch (reply.word()) {
      case "CLAIMED" -> entries(eventId, reply.text(0), reply.text(1), batch);
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

  @Override
  public void release(EventId eventId, String owner) {
    scripts.run(LuaScript.RELEASE, eventId, owner);
  }

  /** Two lines an entry: its id, and its words. */
  private static List<Entry> entries(EventId eventId, String epoch, String lines, int batch) {
    List<Entry> entries = new ArrayList<>(batch);
    Words words = new Words(lines);
    while (words.hasMore()) {
      entries.add(new Entry(words.line(), event(eventId, epoch, words)));
    }
    return entries;
  }

  /** As {@code emit} in room.lua writes it: kind ticket at_ms key_id detail user. */
  private static RoomEvent event(EventId eventId, String epoch, Words words) {
    String kind = words.word();
    long ticket = words.number();
    Instant at = Instant.ofEpochMilli(words.number());
    SessionRef ref = new SessionRef(eventId, epoch, ticket, words.word());
    String detail = words.word();
    UserId user = new UserId(words.line());
    return switch (kind) {
      case "JOINED" -> new RoomEvent.Joined(ref, user, at, Long.parseLong(detail));
      case "LEFT" -> new RoomEvent.Left(ref, user, at, LeaveReason.of(detail));
      case "READY" ->
          new RoomEvent.Ready(ref, user, at, Instant.ofEpochMilli(Long.parseLong(detail)));
      default -> throw new IllegalStateException("the outbox holds an event of kind " + kind);
    };
  }

  /** A text that is read once, from front to back: words end with a space, lines with their end. */
  private static final class Words {
    private final String text;
    private int next;

    Words(String text) {
      this.text = text;
    }

    boolean hasMore() {
      return next < text.length();
    }

    String word() {
      return until(' ');
    }

    long number() {
      int end = end(' ');
      long number = Long.parseLong(text, next, end, 10);
      next = end + 1;
      return number;
    }

    String line() {
      return until('\n');
    }

    private String until(char separator) {
      int end = end(separator);
      String part = text.substring(next, end);
      next = end + 1;
      return part;
    }

    private int end(char separator) {
      int end = text.indexOf(separator, next);
      return end < 0 ? text.length() : end;
    }
  }
}
