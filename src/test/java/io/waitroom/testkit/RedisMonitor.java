package io.waitroom.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisMonitor;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Hears every command that clients send to a Redis server from now on, those that scripts run
 * inside left out: each one is a round trip.
 */
public final class RedisMonitor implements AutoCloseable {
  private static final AtomicInteger MARKS = new AtomicInteger();

  private final RedisServer server;
  private final Jedis jedis;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Listens. */
  public RedisMonitor(RedisServer server) {
    this.server = server;
    this.jedis = server.connect();
    jedis.getConnection().setSoTimeout(0);
    Thread _ = Thread.ofVirtual().start(this::listen);
    Eventually.until(() -> {
      mark();
      return !lines.isEmpty();
    });
  }

  /** The commands heard so far that hold {@code text}, oldest first. */
  public List<String> commands(String text) {
    String mark = mark();
    Eventually.until(() -> lines.stream().anyMatch(line -> line.contains(mark)));
    return lines.stream().filter(line -> line.contains(text) && !line.contains("[0 lua]")).toList();
  }

  /**
   * The commands heard so far that are about one place of a room, oldest first: only those carry
   * the epoch of the room's life. The rounds of the position board carry it too and come by the
   * clock; they are told by the size of their blocks and left out, and so would be what is asked
   * about a ticket of that number.
   */
  public List<String> commandsAboutPlaces(String epoch) {
    String round = "\"%s\" \"1024\"".formatted(epoch);
    return commands(epoch).stream().filter(command -> !command.contains(round)).toList();
  }

  /** A command that can be told from all others. */
  private String mark() {
    String mark = "mark-" + MARKS.incrementAndGet() + "-";
    try (Jedis other = server.connect()) {
      var _ = other.ping(mark);
    }
    return mark;
  }

  private void listen() {
    try {
      jedis.monitor(
          new JedisMonitor() {
            @Override
            public void onCommand(String command) {
              lines.add(command);
            }
          });
    } catch (JedisException _) {
      // Closed.
    }
  }

  @Override
  public void close() {
    jedis.disconnect();
  }
}
