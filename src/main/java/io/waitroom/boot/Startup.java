package io.waitroom.boot;

import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of the service in the order in which they start; they stop in the opposite one. Helidon
 * acts between the four moments: it opens the port, and it drains HTTP.
 */
final class Startup {
  private static final System.Logger LOGGER = System.getLogger(Startup.class.getName());

  /** When a part acts. */
  enum Moment {
    /** Start: nobody can send a request yet. */
    BEFORE_PORT_OPENS,
    /** Start: the port is open, and the messaging channels are connected. */
    AFTER_PORT_OPENED,
    /** Stop: HTTP still takes requests. */
    BEFORE_DRAIN,
    /** Stop: the port is closed, and requests in flight have ended. */
    AFTER_DRAIN
  }

  /**
   * One part.
   *
   * @param name for the log
   * @param actions what it does when
   */
  record Part(String name, Map<Moment, Runnable> actions) {
    /** A part that does nothing yet. */
    static Part of(String name) {
      return new Part(name, Map.of());
    }

    /** This part, which does this too. */
    Part at(Moment moment, Runnable action) {
      Map<Moment, Runnable> more = new EnumMap<>(Moment.class);
      more.putAll(actions);
      more.put(moment, action);
      return new Part(name, more);
    }
  }

  private final List<Part> parts;

  /**
   * @param parts each may use those before it
   */
  Startup(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Starts the parts. The first failure ends the start. */
  void start(Moment moment) {
    parts.forEach(part -> part.actions().getOrDefault(moment, () -> {}).run());
  }

  /** Stops the parts. A part that fails keeps no other from its stop. */
  void stop(Moment moment) {
    for (Part part : parts.reversed()) {
      try {
        part.actions().getOrDefault(moment, () -> {}).run();
      } catch (RuntimeException e) {
        LOGGER.log(Level.WARNING, "stopping: " + part.name() + " failed", e);
      }
    }
  }
}
