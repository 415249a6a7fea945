package io.waitroom.work;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks again and again whether a component works, and tells {@link Health}. */
public final class ComponentWatch {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final Component component;
  private final Supplier<Optional<String>> probe;
  private final Duration interval;
  private final Health health;
  private final Ticker ticker;
  private @Nullable Loop loop;

  /**
   * @param probe returns why the component does not work, empty when it does; may throw instead
   * @param interval between two probes
   */
  public ComponentWatch(
      Component component,
      Supplier<Optional<String>> probe,
      Duration interval,
      Health health,
      Ticker ticker) {
    this.component = component;
    this.probe = probe;
    this.interval = interval;
    this.health = health;
    this.ticker = ticker;
  }

  /** Starts to ask. */
  public void start() {
    loop =
        Loop.start(
            component.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " watch",
            this::ask,
            ticker);
  }

  /** Stops asking. */
  public void stop() {
    Loop current = loop;
    if (current != null) {
      current.stop();
      current.join(STOP_LIMIT);
    }
  }

  private Loop.Pause ask() {
    try {
      probe
          .get()
          .ifPresentOrElse(
              why -> health.unhealthy(component, why), () -> health.healthy(component));
    } catch (RuntimeException e) {
      // Also a refusal that is none of those that pass: the component does not serve us.
      health.unhealthy(component, String.valueOf(e.getMessage()));
    }
    return Loop.Pause.untilWoken(interval);
  }
}
