package io.waitroom.work;

import io.waitroom.room.EventId;
import io.waitroom.room.Ticker;
import io.waitroom.room.Wakeups;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loops of each event, and the way from a wake-up to them. Exists before any loop does; {@link
 * Loops} fills and empties it.
 *
 * <p>Thread-safe.
 */
public final class EventLoops implements Wakeups {
  /** The loops of one event; {@code relay} is empty when nobody relays. */
  record Pair(AdmissionStep step, Loop admission, Optional<Loop> relay) {
    Stream<Loop> stream() {
      return Stream.concat(Stream.of(admission), relay.stream());
    }
  }

  private final Map<EventId, Pair> events = new ConcurrentHashMap<>();
  private final Ticker ticker;
  private volatile @Nullable Loop watch;

  /**
   * @param ticker the time that all loops run by
   */
  public EventLoops(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns the time that all loops run by. */
  Ticker ticker() {
    return ticker;
  }

  @Override
  public void joined(EventId eventId) {
    Pair loops = events.get(eventId);
    if (loops == null || loops.step().joined()) {
      admissionPossible(eventId);
    }
    outboxFilled(eventId);
  }

  /** Wakes the event's admission, or the watch of events where the event is new here. */
  @Override
  public void admissionPossible(EventId eventId) {
    Pair loops = events.get(eventId);
    Loop current = watch;
    if (loops != null) {
      loops.admission().wake();
    } else if (current != null) {
      current.wake();
    }
  }

  @Override
  public void outboxFilled(EventId eventId) {
    Pair loops = events.get(eventId);
    if (loops != null) {
      loops.relay().ifPresent(Loop::wake);
    }
  }

  /**
   * Names the loop that looks for new events.
   *
   * @param loop null when there is none any more
   */
  void watchedBy(@Nullable Loop loop) {
    watch = loop;
  }

  /** Starts loops for events that have none, and stops those of events that are no more. */
  void keep(Set<EventId> current, Function<EventId, Pair> start) {
    current.forEach(event -> events.computeIfAbsent(event, start));
    events.keySet().stream().filter(event -> !current.contains(event)).toList().forEach(this::stop);
  }

  private void stop(EventId event) {
    Pair loops = events.remove(event);
    if (loops != null) {
      loops.stream().forEach(Loop::stop);
    }
  }

  /** Returns all loops of all events. */
  List<Loop> all() {
    return events.values().stream().flatMap(Pair::stream).toList();
  }

  /** Returns the events that have loops here. */
  Set<EventId> events() {
    return Set.copyOf(events.keySet());
  }

  /** Forgets all loops. */
  void clear() {
    events.clear();
  }
}
