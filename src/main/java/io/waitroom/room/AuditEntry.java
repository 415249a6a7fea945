package io.waitroom.room;

import java.time.Instant;
import java.util.Map;

/**
 * One thing that an operator did.
 *
 * @param at when, by the room's clock
 * @param who as they named themselves, and from where
 * @param action {@code make}, {@code change}, {@code remove} or {@code evict}
 * @param before what changed, as it was; by the names that the room keeps
 * @param after the same, as it became
 */
public record AuditEntry(
    Instant at, String who, String action, Map<String, String> before, Map<String, String> after) {
  public AuditEntry {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }
}
