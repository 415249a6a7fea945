package io.waitroom.redis.script;

import io.waitroom.room.EventId;
import java.util.List;

/**
 * The key schema. All keys of one event carry its id as hash tag, so they live in one Redis Cluster
 * slot and one script can change them together.
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key<th>type<th>content
 *   <tr><td>{@code waitroom:{e}:room}<td>hash<td>{@code state epoch created}, settings ({@code name max_concurrent
 *       release_rate max_length session_ttl_ms checkout_ttl_ms message logo_color return_origins}), ticket counter {@code ticket}, those of them left out {@code skipped}, the server that gave them {@code run_id},
 *       who has waited too long before {@code session_ttl_ms} changed {@code dead_until}, bucket ({@code tokens_milli tokens_at}), {@code last_admitted}, pace ({@code pace_start pace_current
 *       pace_previous}), turnover ({@code turnover_start turnover_current turnover_previous}), counters ({@code admitted} and one per final status), claim ({@code relay relay_until})
 *   <tr><td>{@code waitroom:{e}:queue}<td>zset<td>waiting tickets by order
 *   <tr><td>{@code waitroom:{e}:processing}<td>zset<td>admitted tickets by lease deadline, ms
 *   <tr><td>{@code waitroom:{e}:session:<ticket>}<td>hash<td>{@code user status joined key retry admitted lease client
 *       ended reason}; expires {@code retention} after its end
 *   <tr><td>{@code waitroom:{e}:users}<td>hash<td>user to ticket, active sessions only;
 *       a user who was verified stands under their name after a {@code \1}
 *   <tr><td>{@code waitroom:{e}:outbox}<td>stream<td>events not acked by the broker: one field {@code event}, of the
 *       words {@code kind ticket at_ms key_id detail user}; the detail is position, lease or reason
 *   <tr><td>{@code waitroom:{e}:joins:<client>}<td>string<td>when a client's joins are used up until, ms; expires by
 *       itself; only where joins are limited
 *   <tr><td>{@code waitroom:{e}:proof:<hash>}<td>string<td>a spent proof of work; expires with it; only where proofs are
 *       asked for
 *   <tr><td>{@code waitroom:{e}:audit}<td>stream<td>what operators did: {@code at who action before after}; outlives the
 *       room
 *   <tr><td>{@code waitroom:events}<td>set<td>event ids that have, or may have, a room
 *   <tr><td>{@code waitroom:keys}<td>set<td>fingerprints of the session keys of all replicas, past ones too
 * </table>
 */
public final class Keys {
  /** Event ids with a room. */
  public static final String EVENTS = "waitroom:events";

  /** Fingerprints of session keys. */
  public static final String MARKS = "waitroom:keys";

  private Keys() {}

  /** The five keys every script gets, in the order of {@code lib/room.lua}. */
  public static List<String> of(EventId eventId) {
    String prefix = prefix(eventId);
    return List.of(
        prefix + "room",
        prefix + "queue",
        prefix + "processing",
        prefix + "users",
        prefix + "outbox");
  }

  /** A session's key is this plus its ticket. */
  public static String sessionPrefix(EventId eventId) {
    return prefix(eventId) + "session:";
  }

  /** What a client's joins are counted under. */
  public static String joins(EventId eventId, String clientHash) {
    return prefix(eventId) + "joins:" + clientHash;
  }

  /** What a spent proof of work is remembered under. */
  public static String proof(EventId eventId, String proofHash) {
    return prefix(eventId) + "proof:" + proofHash;
  }

  /** What operators did. */
  public static String audit(EventId eventId) {
    return prefix(eventId) + "audit";
  }

  private static String prefix(EventId eventId) {
    return "waitroom:{" + eventId.value() + "}:";
  }
}
