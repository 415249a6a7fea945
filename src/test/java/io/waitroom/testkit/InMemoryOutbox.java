package io.waitroom.testkit;

import io.waitroom.room.EventId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The outboxes of the rooms in memory, with the semantics of the port. Thread-safe. */
public final class InMemoryOutbox implements TestOutbox {
  private final InstantSource clock;
  private final InMemoryState state;
  private final Map<EventId, Claim> claims = new HashMap<>();

  /**
   * @param clock stands for Redis's clock
   * @param state the rooms
   */
  public InMemoryOutbox(InstantSource clock, InMemoryState state) {
    this.clock = clock;
    this.state = state;
  }

  @Override
  public List<Entry> claim(
      EventId eventId, String owner, Duration lease, Progress progress, int batch) {
    return state.step(() -> {
      List<Entry> entries = state.any(eventId).map(room -> room.outbox).orElse(new ArrayList<>());
      if (!entries.isEmpty() && entries.getFirst().id().equals(progress.ackedFrom())) {
        entries.removeIf(entry -> entry.id().compareTo(progress.ackedTo()) <= 0);
      }
      Instant now = clock.instant();
      Claim claim = claims.get(eventId);
      boolean held = claim != null && !claim.owner.equals(owner) && claim.until.isAfter(now);
      boolean owns = claim != null && claim.owner.equals(owner);
      if (entries.isEmpty() && owns) {
        claims.remove(eventId);
      }
      if (entries.isEmpty() || held || (!progress.seen().isEmpty() && !owns)) {
        return List.of();
      }
      claims.put(eventId, new Claim(owner, now.plus(lease)));
      return entries.stream()
          .filter(entry -> entry.id().compareTo(progress.seen()) > 0)
          .limit(batch)
          .toList();
    });
  }

  @Override
  public void done(EventId eventId, String owner, Collection<String> ids) {
    Boolean _ =
        state.step(() -> {
          Set<String> acked = Set.copyOf(ids);
          List<Entry> entries =
              state.any(eventId).map(room -> room.outbox).orElseGet(ArrayList::new);
          boolean changed = entries.removeIf(entry -> acked.contains(entry.id()));
          Claim claim = claims.get(eventId);
          if (entries.isEmpty() && claim != null && claim.owner.equals(owner)) {
            claims.remove(eventId);
          }
          return changed;
        });
  }

  @Override
  public void release(EventId eventId, String owner) {
    Boolean _ =
        state.step(() -> {
          Claim claim = claims.get(eventId);
          return claim != null && claim.owner.equals(owner) && claims.remove(eventId, claim);
        });
  }

  /** The broker acks everything. */
  public List<Entry> drain(EventId eventId) {
    List<Entry> entries = claim(eventId, "drain", Duration.ZERO, 1_000);
    done(eventId, "drain", entries.stream().map(Entry::id).toList());
    return entries;
  }

  private record Claim(String owner, Instant until) {}
}
