package io.waitroom.faults;

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
    Path file = Path.of("target", "faults", evidence.event() + ".txt");
    List<String> lines =
        Stream.of(
                evidence.byUser().values().stream().flatMap(exchanges -> exchanges.stream()),
                evidence.reports().stream(),
                evidence.messages().stream(),
                evidence.room().places().values().stream())
            .flatMap(part -> part)
            .map(Object::toString)
            .toList();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
