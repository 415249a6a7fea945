package io.waitroom.boot;

import io.helidon.Main;
import io.helidon.common.Weight;
import io.helidon.spi.HelidonShutdownHandler;
import jakarta.enterprise.inject.se.SeContainer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The exit code of the process: 0 after SIGTERM or Ctrl-C and an orderly stop, where the JVM would
 * say 143 or 130, and another one only when somebody asks for it here.
 *
 * <p>Helidon runs its shutdown handlers in one hook, highest weight first, the container's among
 * them. Ours stand at both ends: the first stops the container also when Helidon has not registered
 * its own handler yet, which it does when all observers of the start are through; the last halts
 * the process with the code. A start that still goes on meanwhile, or fails because it was
 * overtaken, waits for a lock that Helidon holds while handlers run.
 */
final class ProcessExit {
  /** Higher than that of any other handler. */
  private static final double FIRST = 10_000;

  /** Lower than that of any other handler. */
  private static final double LAST = 0.001;

  /** The code of a process that could not start, or gave itself up. */
  static final int FAILURE = 1;

  private static final AtomicInteger CODE = new AtomicInteger();
  private static final AtomicReference<@Nullable SeContainer> STARTED = new AtomicReference<>();

  private ProcessExit() {}

  /** From now on the process ends with the code kept here. */
  static void install() {
    Main.addShutdownHandler(new Stop());
    Main.addShutdownHandler(new Halt());
  }

  /** From now on a process that ends closes the container first. */
  static void closes(SeContainer container) {
    STARTED.set(container);
  }

  /** Stops the process in order, from any thread but the one that stops it, and ends it with 1. */
  static void fail() {
    CODE.set(FAILURE);
    System.exit(FAILURE);
  }

  @Weight(FIRST)
  private static final class Stop implements HelidonShutdownHandler {
    @Override
    public void shutdown() {
      SeContainer container = STARTED.get();
      if (container != null) {
        container.close(); // Helidon's own does it again, which does nothing
      }
    }
  }

  @Weight(LAST)
  private static final class Halt implements HelidonShutdownHandler {
    @Override
    public void shutdown() {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(CODE.get());
    }
  }
}
