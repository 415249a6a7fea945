package io.waitroom.work;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.EventId;
import io.waitroom.room.Relay;
import io.waitroom.room.RoomRefresher;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All loops of this replica: for each event one that admits and, when events are relayed, one that
 * delivers its outbox, so that a slow or broken event delays no other; and one that watches which
 * events there are. Every replica runs them; the scripts make that safe.
 *
 * <p>Thread-safe.
 */
public final class Loops implements Wakeups {
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  /** The loops of one event. */
  private record EventLoops(AdmissionStep step, Loop admission, Optional<Loop> relay) {
    Stream<Loop> stream() {
      return Stream.concat(Stream.of(admission), relay.stream());
    }
  }

  private final WaitingRoom waitingRoom;
  private final RoomRefresher refresher;
  private final Optional<Relay> relay;
  private final Health health;
  private final Metrics metrics;
  private final WorkSettings settings;
  private final Map<EventId, EventLoops> events = new ConcurrentHashMap<>();
  private volatile @Nullable Loop watch;

  /**
   * @param relay empty when nobody relays
   */
  public Loops(
      WaitingRoom waitingRoom,
      RoomRefresher refresher,
      Optional<Relay> relay,
      Health health,
      Metrics metrics,
      WorkSettings settings) {
    this.waitingRoom = waitingRoom;
    this.refresher = refresher;
    this.relay = relay;
    this.health = health;
    this.metrics = metrics;
    this.settings = settings;
  }

  /** Starts to watch events, and their loops as they are found. */
  public void start() {
    watch = Loop.start("watch", this::watchEvents);
    health.healthy(Component.LOOPS);
  }

  /** Starts no further step and waits for those under way. Idempotent. */
  public void stop() {
    Loop current = watch;
    if (current == null) {
      return;
    }
    watch = null;
    current.stop();
    current.join(STOP_LIMIT);
    List<Loop> all = events.values().stream().flatMap(EventLoops::stream).toList();
    all.forEach(Loop::stop);
    all.forEach(loop -> loop.join(STOP_LIMIT));
    events.clear();
  }

  @Override
  public void joined(EventId eventId) {
    EventLoops loops = events.get(eventId);
    if (loops == null || loops.step().joined()) {
      admissionPossible(eventId);
    }
    outboxFilled(eventId);
  }

  @Override
  public void admissionPossible(EventId eventId) {
    EventLoops loops = events.get(eventId);
    Loop current = watch;
    if (loops != null) {
      loops.admission().wake();
    } else if (current != null) {
      current.wake();
    }
  }

  @Override
  public void outboxFilled(EventId eventId) {
    EventLoops loops = events.get(eventId);
    if (loops != null) {
      loops.relay().ifPresent(Loop::wake);
    }
  }

  /** Events that have loops here; for gauges and tests. */
  public int eventCount() {
    return events.size();
  }

  private Loop.Pause watchEvents() {
    Set<EventId> current = refresher.refreshEvents();
    current.forEach(event -> events.computeIfAbsent(event, this::startLoops));
    events.keySet().stream()
        .filter(event -> !current.contains(event))
        .toList()
        .forEach(this::stopLoops);
    boolean allAlive = events.values().stream().flatMap(EventLoops::stream).allMatch(Loop::isAlive);
    if (allAlive) {
      health.healthy(Component.LOOPS);
    } else {
      health.unhealthy(Component.LOOPS, "a loop has ended");
    }
    return Loop.Pause.untilWoken(WATCH_INTERVAL);
  }

  private EventLoops startLoops(EventId event) {
    AdmissionStep step = new AdmissionStep(event, waitingRoom, refresher, this, metrics, settings);
    return new EventLoops(
        step,
        Loop.start("admit " + event, step),
        relay.map(to -> Loop.start("relay " + event, new RelayStep(event, to))));
  }

  private void stopLoops(EventId event) {
    EventLoops loops = events.remove(event);
    if (loops != null) {
      loops.stream().forEach(Loop::stop);
    }
  }
}
