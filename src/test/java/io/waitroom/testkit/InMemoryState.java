package io.waitroom.testkit;

import io.waitroom.room.AuditEntry;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The rooms in memory, what Redis would hold: runs one step at a time and counts them. */
public final class InMemoryState {
  private final InMemoryTuning tuning;
  private final Map<String, InMemoryRoom> rooms = new TreeMap<>();
  private final Map<String, List<AuditEntry>> trails = new TreeMap<>();
  private long lives;
  private long calls;
  private boolean away;
  private boolean remembered;
  private boolean broken;

  /**
   * @param tuning what is the same for all rooms
   */
  public InMemoryState(InMemoryTuning tuning) {
    this.tuning = tuning;
  }

  /** How many steps ran or failed. */
  public synchronized long calls() {
    return calls;
  }

  /** Every call fails from now on, as at a replica that starts while Redis is away. */
  public synchronized void takeAway() {
    away = true;
  }

  /** Every call fails from now on, but replicas still know the rooms that they have read. */
  public synchronized void interrupt() {
    away = true;
    remembered = true;
  }

  /** Every call fails from now on, as if there were a bug. */
  public synchronized void breakDown() {
    broken = true;
  }

  /** Calls succeed again. */
  public synchronized void bringBack() {
    away = false;
    remembered = false;
    broken = false;
  }

  /** Forgets everything, as after FLUSHALL. */
  public synchronized void clear() {
    rooms.clear();
    trails.clear();
    bringBack();
  }

  synchronized <T> T step(Supplier<T> step) {
    calls++;
    return look(step);
  }

  /** Like a step, but not counted: a look at what a replica knows. */
  synchronized <T> T look(Supplier<T> look) {
    if (away) {
      throw new RoomUnavailableException("The rooms in memory are away", new IOException("away"));
    }
    if (broken) {
      throw new IllegalStateException("a detail that is nobody's business");
    }
    return look.get();
  }

  /** Like a look, at what replicas have read; what they do not know they have to ask. */
  synchronized <T> Optional<T> recall(Supplier<Optional<T>> look) {
    Optional<T> known = remembered ? look.get() : Optional.empty();
    return known.isPresent() ? known : look(look);
  }

  void record(EventId eventId, AuditEntry entry) {
    trails.computeIfAbsent(eventId.value(), _ -> new ArrayList<>()).addFirst(entry);
  }

  List<AuditEntry> auditLog(EventId eventId) {
    return trails.getOrDefault(eventId.value(), List.of());
  }

  Optional<InMemoryRoom> any(EventId eventId) {
    return Optional.ofNullable(rooms.get(eventId.value()));
  }

  Optional<InMemoryRoom> open(EventId eventId) {
    return any(eventId).filter(room -> !room.removed);
  }

  /** The room of a place, if it is still the same life; one that is being removed included. */
  Optional<InMemoryRoom> life(SessionRef ref) {
    return any(ref.eventId()).filter(room -> room.epoch.equals(ref.epoch()));
  }

  Set<EventId> events() {
    return rooms.values().stream()
        .map(room -> room.eventId)
        .collect(Collectors.toUnmodifiableSet());
  }

  void forget(EventId eventId) {
    rooms.remove(eventId.value());
  }

  ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> state, Instant now) {
    Optional<InMemoryRoom> existing = any(eventId);
    if (existing.isPresent() && existing.get().removed) {
      return new ConfigureResult.BeingRemoved();
    }
    InMemoryRoom room =
        existing.orElseGet(() -> new InMemoryRoom(eventId, "life" + ++lives, settings, tuning));
    rooms.put(eventId.value(), room);
    room.change(settings, now);
    state.ifPresent(to -> room.state = to);
    return new ConfigureResult.Configured(room.snapshot(now), existing.isEmpty());
  }

  ConfigureResult change(EventId eventId, RoomChange change, Instant now) {
    Optional<InMemoryRoom> existing = any(eventId);
    if (existing.isEmpty()) {
      return new ConfigureResult.NoSuchEvent();
    }
    InMemoryRoom room = existing.get();
    if (room.removed) {
      return new ConfigureResult.BeingRemoved();
    }
    if (!change.ifState().isEmpty() && !change.ifState().contains(room.state)) {
      return new ConfigureResult.WrongState(room.state);
    }
    room.change(change.applyTo(room.settings), now);
    change.state().ifPresent(to -> room.state = to);
    return new ConfigureResult.Configured(room.snapshot(now), false);
  }
}
