package io.waitroom.boot;

import io.helidon.Main;
import io.helidon.common.Weight;
import io.helidon.spi.HelidonShutdownHandler;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The exit code of the process: 0 after SIGTERM or Ctrl-C and an orderly stop, where the JVM would
 * say 143 or 130, and another one only when somebody asks for it here.
 *
 * <p>Helidon runs its shutdown handlers in one hook, highest weight first, the container among
 * them; this is the last of them and halts the process with the code.
 */
@Weight(Exit.LAST)
final class Exit implements HelidonShutdownHandler {
  /** Lower than any other handler's. */
  static final double LAST = 0.001;

  /** The code of a process that could not start, or gave itself up. */
  static final int FAILURE = 1;

  private static final AtomicInteger CODE = new AtomicInteger();

  private Exit() {}

  /** From now on the process ends with the code kept here. */
  static void install() {
    Main.addShutdownHandler(new Exit());
  }

  /** Stops the process in order, from any thread but the one that stops it, and ends it with 1. */
  static void fail() {
    CODE.set(FAILURE);
    System.exit(FAILURE);
  }

  @Override
  public void shutdown() {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(CODE.get());
  }
}
