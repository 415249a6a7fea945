package io.waitroom.work;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomRefresher;
import io.waitroom.room.SweepResult;
import io.waitroom.room.Ticker;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import java.time.Duration;

/**
 * One round for one event: admit, now and then sweep, refresh what this replica knows of the room.
 */
final class AdmissionStep implements Loop.Step {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration REFRESH_INTERVAL = Duration.ofMillis(200);

  /** Half of what the bucket holds: a step that comes a little late finds no token spilt. */
  private static final Duration RATE_INTERVAL_MAX = Duration.ofMillis(50);

  private final EventId eventId;
  private final WaitingRoom waitingRoom;
  private final RoomRefresher refresher;
  private final Wakeups wakeups;
  private final WorkSettings settings;
  private final Ticker ticker;
  private long nextSweepNanos;
  private long nextRefreshNanos;
  private volatile boolean nobodyWaits;
  private volatile boolean joined;

  AdmissionStep(
      EventId eventId,
      WaitingRoom waitingRoom,
      RoomRefresher refresher,
      Wakeups wakeups,
      WorkSettings settings,
      Ticker ticker) {
    this.eventId = eventId;
    this.waitingRoom = waitingRoom;
    this.refresher = refresher;
    this.wakeups = wakeups;
    this.settings = settings;
    this.ticker = ticker;
    this.nextSweepNanos = ticker.nanos();
    this.nextRefreshNanos = nextSweepNanos;
  }

  /**
   * Somebody joined; whether the loop is to be woken. Where people wait already it is not: whoever
   * comes last changes nothing for those before, and thousands who come in a second would keep the
   * loop asking. From any thread.
   */
  boolean joined() {
    joined = true;
    return nobodyWaits;
  }

  @Override
  public Loop.Pause run() {
    nobodyWaits = false;
    joined = false;
    AdmitResult result = waitingRoom.admit(eventId, settings.batch());
    boolean changed = false;
    Duration wait = settings.idleInterval();
    if (result instanceof AdmitResult.Step step) {
      changed = !step.waits().isEmpty() || step.leasesLapsed() > 0 || step.timedOut() > 0;
      boolean moreLapsed = step.leasesLapsed() >= settings.batch();
      wait = moreLapsed ? Duration.ZERO : untilNext(step);
    }
    nobodyWaits = isEmpty(result);
    // Race: who joined while Redis was asked, and before the line above, was not told to wake us.
    if (nobodyWaits && joined) {
      wait = Duration.ZERO;
    }
    long now = ticker.nanos();
    if (now - nextSweepNanos >= 0) {
      changed |= sweep();
      nextSweepNanos = now + SWEEP_INTERVAL.toNanos();
    }
    if (changed || now - nextRefreshNanos >= 0) {
      if (refresher.refresh(eventId) > 0) {
        wakeups.outboxFilled(eventId);
      }
      nextRefreshNanos = now + REFRESH_INTERVAL.toNanos();
    }
    return Loop.Pause.untilWoken(wait);
  }

  private static boolean isEmpty(AdmitResult result) {
    return switch (result) {
      case AdmitResult.Step step -> step.limit() == AdmitResult.Limit.EMPTY;
      case AdmitResult.NoSuchEvent _ -> true; // it may be made, and joined, before we look again
    };
  }

  private Duration untilNext(AdmitResult.Step step) {
    return switch (step.limit()) {
      case EMPTY -> settings.idleInterval();
      // People wait, and see who leaves.
      case STATE -> shorter(settings.idleInterval(), REFRESH_INTERVAL);
      case SLOTS -> shorter(settings.processInterval(), REFRESH_INTERVAL);
      case RATE -> shorter(longer(step.next(), rateInterval()), REFRESH_INTERVAL);
      case BATCH -> Duration.ZERO;
    };
  }

  private Duration rateInterval() {
    return shorter(settings.processInterval(), RATE_INTERVAL_MAX);
  }

  /** Sweeps until a step leaves nothing to do; returns whether anything was ended. */
  private boolean sweep() {
    boolean changed = false;
    boolean more = true;
    while (more) {
      more =
          switch (waitingRoom.sweep(eventId, settings.batch())) {
            case SweepResult.Swept(int expired, boolean again) -> {
              changed |= expired > 0;
              yield again;
            }
            case SweepResult.Evicted(int count, boolean again) -> {
              changed |= count > 0;
              yield again;
            }
            case SweepResult.Removed _, SweepResult.NoSuchEvent _ -> false;
          };
    }
    return changed;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * At slow rates exactly until the next token; at fast ones a whole tick, which then finds
   * several.
   */
  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
