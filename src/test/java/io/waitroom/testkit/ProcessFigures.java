package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds at this moment, as Linux counts it.
 *
 * @param threads of the kernel; virtual ones do not count
 * @param files open descriptors, sockets included
 * @param residentMib memory
 */
public record ProcessFigures(long threads, long files, long residentMib) {
  private static final int KIB_IN_MIB = 1024;

  /** Of the process with this id. */
  public static ProcessFigures of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      String status = Files.readString(process.resolve("status"));
      return new ProcessFigures(
          number(status, "Threads:"), files.count(), number(status, "VmRSS:") / KIB_IN_MIB);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
