package io.waitroom.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A child process under control: its output is kept (the last {@value #LINES_MAX} lines), it can be
 * ended, killed, frozen and thawed by signal, and it ends with this JVM at the latest.
 */
public final class ChildProcess implements AutoCloseable {
  private static final int LINES_MAX = 10_000;
  private static final int LINES_IN_ERRORS = 20;
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration PUMP_LIMIT = Duration.ofSeconds(2);

  private final String name;
  private final Process process;
  private final Thread pump;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  private ChildProcess(String name, Process process, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.pump = Thread.ofPlatform().daemon().name(name + "-output").start(() -> pump(listener));
  }

  /**
   * Starts a process.
   *
   * @param name what to call it in messages
   * @param builder command, directory and environment; output and errors are merged here
   * @param listener gets each line of its output, on one thread, in order
   */
  public static ChildProcess start(String name, ProcessBuilder builder, Consumer<String> listener) {
    builder.command(Reaper.ownSession(List.copyOf(builder.command())));
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      Reaper.watch(process.pid());
      var _ = process.onExit().thenAccept(ended -> Reaper.forget(ended.pid()));
      process.getOutputStream().close();
      return new ChildProcess(name, process, listener);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** Like {@link #start(String, ProcessBuilder, Consumer)}, with nobody listening to the output. */
  public static ChildProcess start(String name, ProcessBuilder builder) {
    return start(name, builder, line -> {});
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until the condition holds.
   *
   * @param what completes the sentence "it did not …"
   * @throws IllegalStateException with the last lines of output when the process ends first or the
   *     limit is over
   */
  public void await(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (!isAlive()) {
        joinPump();
        throw new IllegalStateException(
            name + " ended with " + process.exitValue() + " and did not " + what + recent());
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            name + " did not " + what + " within " + limit.toMillis() + " ms" + recent());
      }
      LockSupport.parkNanos(POLL.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting for " + name + " to " + what);
      }
    }
  }

  /**
   * SIGTERM, then SIGKILL if it still runs when the limit is over; returns its exit code (143 is
   * 128 + SIGTERM).
   */
  public int terminate(Duration limit) {
    // Through the handle: Process.destroy() closes our end of the pipe and loses the last lines.
    process.toHandle().destroy();
    if (!ended(limit)) {
      process.toHandle().destroyForcibly();
    }
    return exitCode();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** SIGSTOP: it keeps its sockets and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** Waits for its end, at most for the limit; true when it has ended. */
  public boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
    }
  }

  /** Waits for its end and for its last line of output; returns its exit code. */
  public int exitCode() {
    try {
      int code = process.waitFor();
      joinPump();
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
    }
  }

  /** The lines it has written so far, output and errors merged, oldest first. */
  public List<String> output() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    kill();
  }

  private String recent() {
    List<String> all = output();
    List<String> last = all.subList(Math.max(0, all.size() - LINES_IN_ERRORS), all.size());
    return last.isEmpty()
        ? "; it wrote nothing"
        : "; its last lines:\n  " + String.join("\n  ", last);
  }

  private void signal(String signal) {
    try {
      List<String> command = List.of("kill", "-" + signal, Long.toString(pid()));
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "SIG" + signal + " to " + name + " failed: kill said " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling " + name, e);
    }
  }

  private void joinPump() {
    try {
      // Bounded: a grandchild may hold the pipe open after the child is gone.
      pump.join(PUMP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump(Consumer<String> listener) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        keep(line);
        listener.accept(line);
      }
    } catch (IOException e) {
      keep("(output lost: " + e.getMessage() + ")");
    }
  }

  private void keep(String line) {
    synchronized (lines) {
      if (lines.size() == LINES_MAX) {
        lines.removeFirst();
      }
      lines.addLast(line);
    }
  }
}
