package io.waitroom.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class SteppedClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /**
   * @param start what it shows first
   */
  public SteppedClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves on. */
  public void advance(Duration by) {
    Instant _ = now.updateAndGet(before -> before.plus(by));
  }
}
