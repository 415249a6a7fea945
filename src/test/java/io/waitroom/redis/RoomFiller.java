package io.waitroom.redis;

import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.LuaScript;
import io.waitroom.redis.script.Reply;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionKey;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.TestKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * Fills a room with people in seconds: the service's own join script, pipelined, so that every key
 * is what a join over HTTP leaves behind. Users are {@code user-0000001} and so on, by ticket in a
 * room that was empty before.
 */
public final class RoomFiller implements AutoCloseable {
  private static final int CHUNK = 2_000;
  private static final String[] SIGNING_KEY = TestKeys.SESSION_KEYS.split(":", 2);

  private final EventId event;
  private final Jedis jedis;

  /** For a room that exists. */
  public RoomFiller(RedisServer redis, String event) {
    this.event = new EventId(event);
    this.jedis = redis.connect();
    jedis.scriptLoad(LuaScript.JOIN.source());
  }

  /** Joins so many whom the broker knows already: their events are gone from the outbox. */
  public void fillAndTell(long people) {
    fill(people, "trim");
    jedis.xtrim(key("outbox"), 0, false);
  }

  /** Joins so many of whom the broker has to be told yet. */
  public void fill(long people) {
    fill(people, "keep");
  }

  /** People who have ever joined. */
  public long tickets() {
    String ticket = jedis.hget(key("room"), "ticket");
    return ticket == null ? 0 : Long.parseLong(ticket);
  }

  /** People who have ever been admitted. */
  public long admitted() {
    String admitted = jedis.hget(key("room"), "admitted");
    return admitted == null ? 0 : Long.parseLong(admitted);
  }

  /** Events that the broker has not acked. */
  public long outboxLength() {
    return jedis.xlen(key("outbox"));
  }

  /** The user of a ticket. */
  public static String user(long ticket) {
    return "user-%07d".formatted(ticket);
  }

  /** The session ids of tickets, as the service issues them with {@link TestKeys}. */
  public Stream<String> sessionIds(long first, long last) {
    byte[] secret = Base64.getDecoder().decode(SIGNING_KEY[1].getBytes(StandardCharsets.US_ASCII));
    SessionIds ids = new SessionIds(List.of(SessionKey.of(SIGNING_KEY[0], secret)), new NoRooms());
    String epoch = jedis.hget(key("room"), "epoch");
    return LongStream.rangeClosed(first, last)
        .mapToObj(ticket -> ids.issue(new SessionRef(event, epoch, ticket, SIGNING_KEY[0])));
  }

  private void fill(long people, String outboxPolicy) {
    List<String> keys = Keys.of(event);
    long first = tickets() + 1;
    for (long start = first; start < first + people; start += CHUNK) {
      long end = Math.min(start + CHUNK, first + people);
      try (Pipeline pipeline = jedis.pipelined()) {
        AtomicBoolean refused = new AtomicBoolean();
        List<Response<Object>> replies =
            LongStream.range(start, end)
                .mapToObj(ticket ->
                    pipeline.evalsha(
                        LuaScript.JOIN.sha1(), keys, arguments(user(ticket), outboxPolicy)))
                .toList();
        pipeline.sync();
        replies.forEach(reply -> {
          if (!"JOINED".equals(new Reply(LuaScript.JOIN, (List<?>) reply.get()).word())) {
            refused.set(true);
          }
        });
        if (refused.get()) {
          throw new IllegalStateException("not everybody could join " + event);
        }
      }
    }
  }

  private List<String> arguments(String user, String outboxPolicy) {
    long outboxMax = outboxPolicy.equals("trim") ? CHUNK : Long.MAX_VALUE / 2;
    List<String> arguments = new ArrayList<>();
    arguments.add(Keys.sessionPrefix(event));
    arguments.add(Long.toString(Duration.ofHours(24).toMillis()));
    arguments.add(Long.toString(outboxMax));
    arguments.add(outboxPolicy);
    arguments.add(""); // Redis's own clock
    JoinAttempt applicant = JoinAttempt.of(new UserId(user), Optional.empty());
    arguments.addAll(
        JoinArguments.of(event, applicant, SIGNING_KEY[0], new TicketHighWaterMarks()));
    return arguments;
  }

  private String key(String name) {
    return "waitroom:{" + event + "}:" + name;
  }

  @Override
  public void close() {
    jedis.close();
  }

  /** Nobody is asked when ids are issued. */
  private static final class NoRooms implements Rooms {
    @Override
    public Optional<RoomSnapshot> find(EventId eventId) {
      return Optional.empty();
    }

    @Override
    public Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch) {
      return Optional.empty();
    }

    @Override
    public List<RoomSnapshot> all() {
      return List.of();
    }
  }
}
