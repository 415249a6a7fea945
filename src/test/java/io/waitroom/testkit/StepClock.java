package io.waitroom.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test steps it, forwards or backwards. Thread-safe. */
public final class StepClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock by {@code duration}. */
  public void step(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }
}
