package io.waitroom.lab.faults;

import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;

/**
 * All that Redis holds of an event, read key by key without a script.
 *
 * @param tickets how many were given: the room's counter without those left out
 * @param places by ticket; ended ones too, as long as they are kept
 */
record RoomState(
    long tickets,
    Map<Long, BuyerSession> places,
    long queued,
    long processing,
    long activeUsers,
    long outbox) {
  static RoomState read(UnifiedJedis redis, String event) {
    String prefix = prefix(event);
    String sessions = prefix + "session:";
    Map<Long, BuyerSession> places = new TreeMap<>();
    for (String key : redis.keys(sessions + "*")) {
      long ticket = Long.parseLong(key.substring(sessions.length()));
      Map<String, String> hash = redis.hgetAll(key);
      if (!hash.isEmpty()) {
        places.put(ticket, BuyerSession.of(ticket, hash));
      }
    }
    return new RoomState(
        number(redis, prefix, "ticket") - number(redis, prefix, "skipped"),
        places,
        redis.zcard(prefix + "queue"),
        redis.zcard(prefix + "processing"),
        redis.hlen(prefix + "users"),
        redis.xlen(prefix + "outbox"));
  }

  private static long number(UnifiedJedis redis, String prefix, String field) {
    String value = redis.hget(prefix + "room", field);
    return value == null ? 0 : Long.parseLong(value);
  }

  /** The place in words; also one that is not there. */
  String describe(long ticket) {
    BuyerSession place = places.get(ticket);
    return place == null ? "no place " + ticket : place.toString();
  }

  /** What all keys of an event begin with. */
  static String prefix(String event) {
    return "waitroom:{" + event + "}:";
  }

  /** Nobody waits, nobody holds a slot, and everything has been told. */
  static boolean isQuiet(UnifiedJedis redis, String event) {
    String prefix = prefix(event);
    return redis.zcard(prefix + "queue") == 0
        && redis.zcard(prefix + "processing") == 0
        && redis.xlen(prefix + "outbox") == 0;
  }
}
