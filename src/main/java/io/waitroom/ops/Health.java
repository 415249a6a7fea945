package io.waitroom.ops;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The last known health of each component, kept by the parts themselves as they work; reading it
 * does no I/O. A component that has not reported yet is unhealthy.
 *
 * <p>Thread-safe.
 */
public final class Health {
  /** How a component is. */
  public enum State {
    /** Works. */
    HEALTHY,
    /** Does not work now. */
    UNHEALTHY,
    /** Switched off by configuration. */
    DISABLED
  }

  /**
   * A component's state and, when it is not healthy, why; when it is, what should be changed.
   *
   * @param detail for operators; no addresses with passwords in them
   */
  public record Report(State state, String detail) {}

  private static final System.Logger LOGGER = System.getLogger(Health.class.getName());
  private static final Report UNKNOWN = new Report(State.UNHEALTHY, "not started");

  private final Map<Component, Report> reports = new ConcurrentHashMap<>();
  private final Map<Component, String> advice = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicLong consumerLag = new AtomicLong();
  private volatile @Nullable Report dead;

  /** The component works. Logs one line when it did not before. */
  public void healthy(Component component) {
    Report before = reports.put(component, new Report(State.HEALTHY, ""));
    if (before == null || before.state() != State.HEALTHY) {
      LOGGER.log(System.Logger.Level.INFO, "{0} is healthy", word(component));
    }
  }

  /** The component does not work. Logs one line when it did before, or when it never did. */
  public void unhealthy(Component component, String why) {
    Report before = reports.put(component, new Report(State.UNHEALTHY, why));
    if (before == null || before.state() != State.UNHEALTHY) {
      LOGGER.log(System.Logger.Level.WARNING, "{0} is unhealthy: {1}", word(component), why);
    }
  }

  /**
   * What operators should change although the component works; told with its health. Logs one line
   * when it is another than before.
   */
  public void advise(Component component, Optional<String> what) {
    String now = what.orElse("");
    if (!now.equals(advice.put(component, now)) && !now.isEmpty()) {
      LOGGER.log(System.Logger.Level.WARNING, "{0}: {1}", word(component), now);
    }
  }

  /** The component is switched off by configuration. */
  public void disabled(Component component) {
    reports.put(component, new Report(State.DISABLED, "switched off"));
  }

  /**
   * Something that runs for as long as the process does has ended, and only a new process brings it
   * back: from now on the loops are unhealthy, whatever they report.
   */
  public void died(String what) {
    if (dead == null) {
      LOGGER.log(System.Logger.Level.ERROR, "{0}; the process has to be started anew", what);
    }
    dead = new Report(State.UNHEALTHY, what);
  }

  /** The last report of a component. */
  public Report of(Component component) {
    Report end = dead;
    if (component == Component.LOOPS && end != null) {
      return end;
    }
    Report report = reports.getOrDefault(component, UNKNOWN);
    return report.state() == State.HEALTHY
        ? new Report(State.HEALTHY, advice.getOrDefault(component, ""))
        : report;
  }

  /** The last report of every component. */
  public Map<Component, Report> all() {
    Map<Component, Report> all = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      all.put(component, of(component));
    }
    return all;
  }

  /** The start is complete; {@link #isStarted} is true from now on. */
  public void started() {
    started.set(true);
  }

  /** Whether the start is complete. */
  public boolean isStarted() {
    return started.get();
  }

  /** The process is about to stop and wants no new traffic. */
  public void draining() {
    draining.set(true);
  }

  /** Whether the process is about to stop. */
  public boolean isDraining() {
    return draining.get();
  }

  /** Sets how many messages the consumer is behind, over all partitions this replica reads. */
  public void consumerLag(long messages) {
    consumerLag.set(messages);
  }

  /** How many messages the consumer is behind. */
  public long consumerLag() {
    return consumerLag.get();
  }

  private static String word(Component component) {
    return component.name().toLowerCase(Locale.ROOT);
  }
}
