package io.waitroom.work;

import io.waitroom.room.RoomUnavailableException;
import java.time.Duration;

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
     * @return how long to wait for a wake-up before the next; zero for none
     */
    Duration run();
  }

  /** Longest pause after repeated failures; bounds how late a loop notices that Redis is back. */
  static final Duration MAX_PAUSE = Duration.ofSeconds(1);

  private static final System.Logger LOGGER = System.getLogger(Loop.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final String name;
  private final Step step;
  private final Signal signal = new Signal();
  private final Thread thread;
  private volatile boolean stopping;

  private Loop(String name, Step step) {
    this.name = name;
    this.step = step;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** A loop that runs from now on. */
  static Loop start(String name, Step step) {
    Loop loop = new Loop(name, step);
    loop.thread.start();
    return loop;
  }

  /** Runs the next step at once, if the loop waits. */
  void wake() {
    signal.raise();
  }

  /** Whether the loop still runs. */
  boolean isAlive() {
    return thread.isAlive();
  }

  /** No further step starts; the one under way is finished. Returns at once. */
  void stop() {
    stopping = true;
    signal.raise();
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
    Duration pause = FIRST_PAUSE;
    boolean failing = false;
    while (!stopping) {
      Duration wait;
      try {
        wait = step.run();
        pause = FIRST_PAUSE;
        failing = false;
      } catch (RuntimeException | Error e) {
        if (!failing) {
          log(e);
          failing = true;
        }
        wait = pause;
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
      }
      if (!wait.isZero() && !stopping) {
        await(wait, failing);
      }
    }
  }

  private void await(Duration wait, boolean failing) {
    try {
      if (failing) {
        // A wake-up must not turn a failing loop into a busy one.
        Thread.sleep(wait);
      } else {
        signal.await(wait);
      }
    } catch (InterruptedException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "{0} was interrupted while it waited", name);
    }
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
