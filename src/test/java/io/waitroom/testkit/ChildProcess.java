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
import java.util.function.Predicate;

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
  private final Consumer<String> listener;
  private final List<Thread> pumps;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();

  private ChildProcess(String name, Process process, Consumer<String> listener) {
    this.name = name;
    this.process = process;
    this.listener = listener;
    this.pumps =
        List.of(
            pump(false, process.inputReader(StandardCharsets.UTF_8)),
            pump(true, process.errorReader(StandardCharsets.UTF_8)));
  }

  /**
   * Starts a process.
   *
   * @param name what to call it in messages
   * @param builder command, directory and environment
   * @param listener gets each line of its output and of its errors, one at a time
   */
  public static ChildProcess start(String name, ProcessBuilder builder, Consumer<String> listener) {
    builder.command(OrphanKiller.ownSession(List.copyOf(builder.command())));
    try {
      Process process = builder.start();
      OrphanKiller.watch(process.pid());
      var _ = process.onExit().thenAccept(ended -> OrphanKiller.forget(ended.pid()));
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
        joinPumps();
        if (condition.getAsBoolean()) {
          return; // its last line told
        }
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
    signalTerm();
    if (!ended(limit)) {
      process.toHandle().destroyForcibly();
    }
    return exitCode();
  }

  /** SIGTERM; returns at once. */
  public void signalTerm() {
    // Through the handle: Process.destroy() closes our end of the pipe and loses the last lines.
    process.toHandle().destroy();
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
      joinPumps();
      return code;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
    }
  }

  /** The lines it has written so far, output and errors merged, oldest first. */
  public List<String> output() {
    return lines(line -> true);
  }

  /** The lines of its standard output so far. */
  public List<String> out() {
    return lines(line -> !line.error);
  }

  /** The lines of its standard error so far. */
  public List<String> err() {
    return lines(Line::error);
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
      // The shell's own: not every system has a program of that name.
      List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + pid());
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

  private void joinPumps() {
    try {
      for (Thread pump : pumps) {
        // Bounded: a grandchild may hold the pipe open after the child is gone.
        pump.join(PUMP_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread pump(boolean error, BufferedReader source) {
    return Thread.ofPlatform()
        .daemon()
        .name(name + (error ? "-err" : "-out"))
        .start(() -> {
          try (source) {
            for (String line = source.readLine(); line != null; line = source.readLine()) {
              keep(new Line(error, line));
            }
          } catch (IOException e) {
            keep(new Line(true, "(output lost: " + e.getMessage() + ")"));
          }
        });
  }

  private void keep(Line line) {
    synchronized (lines) {
      if (lines.size() == LINES_MAX) {
        lines.removeFirst();
      }
      lines.addLast(line);
      listener.accept(line.text);
    }
  }

  private List<String> lines(Predicate<Line> which) {
    synchronized (lines) {
      return lines.stream().filter(which).map(Line::text).toList();
    }
  }

  /** What the process wrote, and where. */
  private record Line(boolean error, String text) {}
}
