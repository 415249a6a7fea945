package io.waitroom.work;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.EventId;
import io.waitroom.room.Relay;
import io.waitroom.room.RoomRefresher;
import io.waitroom.room.WaitingRoom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All loops of this replica: for each event one that admits and, when events are relayed, one that
 * delivers its outbox, so that a slow or broken event delays no other; and one that watches which
 * events there are. Every replica runs them; the scripts make that safe.
 *
 * <p>Thread-safe.
 */
public final class Loops {
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final EventLoops events;
  private final WaitingRoom waitingRoom;
  private final RoomRefresher refresher;
  private final Optional<Relay> relay;
  private final Health health;
  private final WorkSettings settings;
  private volatile @Nullable Loop watch;

  /**
   * @param events where the loops are kept
   * @param relay empty when nobody relays
   */
  public Loops(
      EventLoops events,
      WaitingRoom waitingRoom,
      RoomRefresher refresher,
      Optional<Relay> relay,
      Health health,
      WorkSettings settings) {
    this.events = events;
    this.waitingRoom = waitingRoom;
    this.refresher = refresher;
    this.relay = relay;
    this.health = health;
    this.settings = settings;
  }

  /** Starts to watch events, and their loops as they are found. */
  public void start() {
    Loop started = start("watch", this::watchEvents);
    watch = started;
    events.watchedBy(started);
    health.healthy(Component.LOOPS);
  }

  /** Starts no further step and waits for those under way. Idempotent. */
  public void stop() {
    Loop current = watch;
    if (current == null) {
      return;
    }
    watch = null;
    events.watchedBy(null);
    current.stop();
    current.join(STOP_LIMIT);
    List<Loop> all = events.all();
    all.forEach(Loop::stop);
    all.forEach(loop -> loop.join(STOP_LIMIT));
    events.clear();
  }

  private Loop.Pause watchEvents() {
    events.keep(refresher.refreshEvents(), this::startLoops);
    if (events.all().stream().allMatch(Loop::isAlive)) {
      health.healthy(Component.LOOPS);
    } else {
      health.unhealthy(Component.LOOPS, "a loop has ended");
    }
    return Loop.Pause.untilWoken(WATCH_INTERVAL);
  }

  private EventLoops.Pair startLoops(EventId event) {
    AdmissionStep step =
        new AdmissionStep(event, waitingRoom, refresher, events, settings, events.ticker());
    return new EventLoops.Pair(
        step,
        start("admit " + event, step),
        relay.map(to -> start("relay " + event, new RelayStep(event, to))));
  }

  private Loop start(String name, Loop.Step step) {
    return Loop.start(name, step, events.ticker());
  }
}
