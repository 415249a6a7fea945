package io.waitroom.lab.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The evidence on disk, for those who want to know how a finding came about. */
final class Dump {
  private Dump() {}

  /** Writes it to {@code target/faults/<fault>.txt}. */
  static void write(Evidence evidence) {
    List<String> lines =
        Stream.of(
                evidence.byUser().values().stream().flatMap(exchanges -> exchanges.stream()),
                evidence.reports().stream(),
                evidence.messages().stream(),
                evidence.room().places().values().stream())
            .flatMap(part -> part)
            .map(Object::toString)
            .toList();
    write(evidence.event() + ".txt", lines);
  }

  /**
   * Writes what the processes of a replica have said to {@code target/faults/<fault>-<port>.log}.
   */
  static void write(String fault, Replica replica) {
    write("%s-%d.log".formatted(fault, replica.uri().getPort()), replica.output());
  }

  private static void write(String name, List<String> lines) {
    Path file = Path.of("target", "faults", name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
