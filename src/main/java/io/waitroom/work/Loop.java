package io.waitroom.work;

import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A step that runs again and again on its own virtual thread until it is stopped. A step that fails
 * is logged once per run of failures and tried again after a pause that doubles up to {@link
 * #MAX_PAUSE}; nothing ends the loop but {@link #stop}.
 */
final class Loop {
  /** One round of work. */
  interface Step {
    /**
     * Does one round.
     *
     * @return how long to wait before the next
     */
    Pause run();
  }

  /**
   * How long to wait between two rounds.
   *
   * @param length zero for not at all
   * @param firm whether a wake-up does not shorten it, as after a failure: however often it is
   *     woken, a loop that fails must not become a busy one
   */
  record Pause(Duration length, boolean firm) {
    /** At most {@code length}; a wake-up ends it. */
    static Pause untilWoken(Duration length) {
      return new Pause(length, false);
    }

    /** The whole of {@code length}; only {@link Loop#stop} ends it. */
    static Pause firm(Duration length) {
      return new Pause(length, true);
    }
  }

  /** Longest pause after repeated failures; bounds how late a loop notices that Redis is back. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private static final System.Logger LOGGER = System.getLogger(Loop.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final String name;
  private final Step step;
  private final Ticker ticker;
  private final Thread thread;
  private volatile boolean woken;
  private volatile boolean stopping;

  private Loop(String name, Step step, Ticker ticker) {
    this.name = name;
    this.step = step;
    this.ticker = ticker;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** A loop that runs from now on. */
  static Loop start(String name, Step step, Ticker ticker) {
    Loop loop = new Loop(name, step, ticker);
    loop.thread.start();
    return loop;
  }

  /** Runs the next step at once, now or after the one under way; any number of calls is one. */
  void wake() {
    if (!woken) {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  /** Whether the loop still runs. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** No further step starts; the one under way is finished. Returns at once. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** Waits until the last step is finished, at most {@code limit}. */
  void join(Duration limit) {
    try {
      if (!thread.join(limit)) {
        LOGGER.log(System.Logger.Level.WARNING, "{0} did not stop within {1}", name, limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration afterFailure = FIRST_PAUSE;
    boolean failing = false;
    while (!stopping) {
      Pause pause;
      try {
        pause = step.run();
        afterFailure = FIRST_PAUSE;
        failing = false;
      } catch (RuntimeException | Error e) {
        if (!failing) {
          log(e);
          failing = true;
        }
        pause = Pause.firm(afterFailure);
        Duration longer = afterFailure.multipliedBy(2);
        afterFailure = longer.compareTo(MAX_PAUSE) < 0 ? longer : MAX_PAUSE;
      }
      await(pause);
    }
  }

  /** Waits; the step that follows sees all that happened before a wake-up that ends here. */
  private void await(Pause pause) {
    long start = ticker.nanos();
    long left = pause.length().toNanos();
    while (left > 0 && !stopping && (pause.firm() || !woken)) {
      ticker.park(this, left);
      if (Thread.interrupted()) {
        LOGGER.log(System.Logger.Level.DEBUG, "{0} was interrupted while it waited", name);
      }
      left = pause.length().toNanos() - (ticker.nanos() - start);
    }
    woken = false;
  }

  private void log(Throwable e) {
    if (e instanceof RoomUnavailableException) {
      // The health of Redis is told once, for all loops, by the probe.
      LOGGER.log(System.Logger.Level.DEBUG, "{0} waits for Redis: {1}", name, e.getMessage());
    } else {
      LOGGER.log(System.Logger.Level.ERROR, name + " failed and will try again", e);
    }
  }
}
