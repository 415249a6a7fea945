package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The watch that outlives this JVM: one shell, in a session of its own, that reads from a pipe what
 * to end and what to remove, and does so when the pipe closes, however this JVM ended. Children end
 * one after another, the youngest first.
 */
final class OrphanKiller {
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      pids=
      while read -r verb value; do
        case $verb in
          watch) pids="$value $pids" ;;
          forget)
            rest=
            for pid in $pids; do [ "$pid" = "$value" ] || rest="$rest $pid"; done
            pids=$rest ;;
          remove) set -- "$@" "$value" ;;
        esac
      done
      for pid in $pids; do
        kill -CONT "$pid"
        kill -TERM "$pid"
        tries=0
        while kill -0 "$pid" && [ $tries -lt 50 ]; do
          sleep 0.1
          tries=$((tries + 1))
        done
        kill -KILL "$pid"
        # What it started in its turn, such as chromedriver's browsers.
        kill -KILL "-$pid"
      done
      for dir; do rm -rf -- "$dir"; done
      """;

  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final OrphanKiller INSTANCE = new OrphanKiller();

  private final Writer orders;

  private OrphanKiller() {
    try {
      orders =
          new ProcessBuilder(ownSession(List.of("/bin/sh", "-c", SCRIPT, "waitroom-reaper")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .outputWriter(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the watch over child processes", e);
    }
  }

  /**
   * The command, prefixed so that it runs in a session of its own where the system can do that: a
   * Ctrl-C then reaches the parent only, which ends its children in the right order.
   */
  static List<String> ownSession(List<String> command) {
    if (!Files.isExecutable(SETSID)) {
      return command;
    }
    List<String> prefixed = new ArrayList<>(command.size() + 1);
    prefixed.add(SETSID.toString());
    prefixed.addAll(command);
    return prefixed;
  }

  /** End this process when this JVM is gone. */
  static void watch(long pid) {
    INSTANCE.order("watch " + pid);
  }

  /** The process has ended; its id may soon belong to another. */
  static void forget(long pid) {
    INSTANCE.order("forget " + pid);
  }

  /**
   * A new directory under the system's temporary one, removed at the latest when this JVM is gone.
   */
  static Path temporaryDirectory(String name) {
    try {
      Path directory = Files.createTempDirectory("waitroom-" + name + "-");
      INSTANCE.order("remove " + directory);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary directory for " + name, e);
    }
  }

  /** Removes the directory with all it holds; one that is gone already is fine. */
  static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  private synchronized void order(String line) {
    try {
      orders.write(line + "\n");
      orders.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the watch over child processes is gone", e);
    }
  }
}
