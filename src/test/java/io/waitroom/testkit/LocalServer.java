package io.waitroom.testkit;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server in a child process and a temporary directory of its own, that can be stopped, killed,
 * frozen and started again. Not thread-safe.
 */
abstract class LocalServer implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final Duration stopLimit;
  private @Nullable ChildProcess process;

  /**
   * @param name what to call it in messages
   * @param directory removed when it is closed
   * @param stopLimit how long it may take to stop before it is killed
   */
  LocalServer(String name, Path directory, Duration stopLimit) {
    this.name = name;
    this.directory = directory;
    this.stopLimit = stopLimit;
  }

  /** Starts the process and tells it to {@link #runs}; returns when it serves. */
  abstract void launch();

  /** It has been started. */
  final void runs(ChildProcess started) {
    process = started;
  }

  /** Launches it, and closes it when that fails. */
  final void launchOrClose() {
    try {
      launch();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  final String name() {
    return name;
  }

  final Path directory() {
    return directory;
  }

  final ChildProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return process;
  }

  /** Whether it has been started, and neither stopped nor killed since. */
  public final boolean isRunning() {
    return process != null;
  }

  /** The process id while it runs. */
  public final long pid() {
    return running().pid();
  }

  /** SIGTERM; returns when it is gone. */
  public final void stop() {
    running().terminate(stopLimit);
    process = null;
  }

  /** SIGKILL. */
  public final void kill() {
    running().kill();
    process = null;
  }

  /**
   * Starts it again, on the same port and directory, and returns when it serves; stops it first if
   * it runs.
   */
  public final void restart() {
    if (process != null) {
      stop();
    }
    launch();
  }

  /** SIGSTOP: connections stay open, nothing is answered. */
  public final void freeze() {
    running().freeze();
  }

  /** SIGCONT. */
  public final void thaw() {
    running().thaw();
  }

  /** Ends it, whatever state it is in, and removes its directory. */
  @Override
  public final void close() {
    if (process != null) {
      kill();
    }
    OrphanKiller.remove(directory);
  }
}
