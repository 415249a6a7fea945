package io.waitroom.redis;

import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.script.Keys;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionKey;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fingerprints of all session keys that replicas have had on this Redis. A replica that shares
 * no key with the others takes their sessions for forged (F-138). Confined to one thread.
 */
public final class KeyMarks {
  private static final System.Logger LOGGER = System.getLogger(KeyMarks.class.getName());

  private final RedisConnection connection;
  private final Set<String> own;
  private boolean isDone;

  public KeyMarks(RedisConnection connection, Collection<SessionKey> keys) {
    this.connection = connection;
    this.own = keys.stream().map(SessionKey::fingerprint).collect(Collectors.toSet());
  }

  /** Warns of other keys and records this replica's own; once, as soon as Redis answers. */
  public void record() {
    if (isDone) {
      return;
    }
    try {
      Set<String> known = connection.call("key marks", jedis -> jedis.smembers(Keys.MARKS));
      if (!known.isEmpty() && Collections.disjoint(known, own)) {
        LOGGER.log(
            Level.WARNING,
            "SESSION_KEYS holds none of the keys that were used on this Redis before: the sessions"
                + " of that time are unknown here, and their outcomes become dead letters");
      }
      connection.call("key marks", jedis -> jedis.sadd(Keys.MARKS, own.toArray(String[]::new)));
      isDone = true;
    } catch (RoomUnavailableException e) {
      LOGGER.log(Level.DEBUG, "Key marks: {0}", e.getMessage());
    }
  }
}
