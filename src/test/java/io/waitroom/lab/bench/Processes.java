package io.waitroom.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of other processes. */
final class Processes {
  private Processes() {}

  /** Seconds of processor time so far, in steps of 10 ms. */
  static double cpuSeconds(long pid) {
    return ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElseThrow(() -> new IllegalStateException("no process " + pid))
            .toNanos()
        / 1e9;
  }

  /** Memory in use at this moment, MiB. */
  static double residentMebibytes(long pid) {
    return mebibytes(pid, "VmRSS:");
  }

  /** The most memory that was ever in use, MiB. */
  static double peakMebibytes(long pid) {
    return mebibytes(pid, "VmHWM:");
  }

  private static double mebibytes(long pid, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("no process " + pid, e);
    }
  }
}
