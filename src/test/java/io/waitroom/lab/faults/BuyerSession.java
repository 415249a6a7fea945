package io.waitroom.lab.faults;

import java.util.Map;

/**
 * A place as Redis holds it after its end; times in ms of Redis's clock, 0 for never.
 *
 * @param reason why it ended: reported, user_left, timeout, expired or evicted
 */
record BuyerSession(
    long ticket,
    String user,
    String status,
    String reason,
    long joined,
    long admitted,
    long lease,
    long ended) {
  static BuyerSession of(long ticket, Map<String, String> hash) {
    return new BuyerSession(
        ticket,
        hash.getOrDefault("user", ""),
        hash.getOrDefault("status", ""),
        hash.getOrDefault("reason", ""),
        time(hash, "joined"),
        time(hash, "admitted"),
        time(hash, "lease"),
        time(hash, "ended"));
  }

  boolean wasAdmitted() {
    return admitted > 0;
  }

  /** Whether the two existed at the same time. */
  boolean overlaps(BuyerSession other) {
    return joined < other.ended && other.joined < ended;
  }

  /** The ticket in a session id. */
  static long ticket(String sessionId) {
    return Long.parseLong(sessionId.split("\\.", -1)[1], 36);
  }

  private static long time(Map<String, String> hash, String name) {
    return Long.parseLong(hash.getOrDefault(name, "0"));
  }
}
