package io.waitroom.lab.faults;

import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.UnifiedJedis;

/**
 * All that Redis holds of an event, read key by key without a script.
 *
 * @param tickets the room's counter
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
    String counter = redis.hget(prefix + "room", "ticket");
    long tickets = counter == null ? 0 : Long.parseLong(counter);
    Map<Long, BuyerSession> places = new TreeMap<>();
    for (long ticket = 1; ticket <= tickets; ticket++) {
      Map<String, String> hash = redis.hgetAll(prefix + "session:" + ticket);
      if (!hash.isEmpty()) {
        places.put(ticket, BuyerSession.of(ticket, hash));
      }
    }
    return new RoomState(
        tickets,
        places,
        redis.zcard(prefix + "queue"),
        redis.zcard(prefix + "processing"),
        redis.hlen(prefix + "users"),
        redis.xlen(prefix + "outbox"));
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
