package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Finding.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The table, on standard output and in {@code target/faults/report.md}. */
final class Report {
  private static final Path FILE = Path.of("target", "faults", "report.md");
  private static final int EXAMPLES = 8;
  private static final String HEAD =
      """
      | fault | requests | tickets | lost | duplicated | inverted | over-admitted | wrong answers | stale answers | lost by failover | 503 | no answer | done unheard | redelivered | p99 ms | slowest 503 ms | recovery s |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private final List<Row> rows = new ArrayList<>();
  private final Scale scale;

  Report(Scale scale) {
    this.scale = scale;
  }

  void add(Row row) {
    rows.add(row);
    System.out.print(HEAD + line(row));
    System.out.println("recovery " + row.recovery());
    for (Kind kind : Kind.values()) {
      row.findings().stream()
          .filter(finding -> finding.kind() == kind)
          .limit(EXAMPLES)
          .forEach(finding -> System.out.println(kind + ": " + finding.text()));
    }
  }

  /** Writes the table with all rows. */
  void write() {
    StringBuilder text =
        new StringBuilder(
            "Fault suite, %s form, crowds of %d\n\n".formatted(scale.name(), scale.crowd()));
    text.append(HEAD);
    rows.forEach(row -> text.append(line(row)));
    System.out.print(text);
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + FILE, e);
    }
  }

  private static String line(Row row) {
    return "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %.1f |%n"
        .formatted(
            row.fault(),
            row.requests(),
            row.tickets(),
            row.count(Kind.LOST),
            row.count(Kind.DUPLICATED),
            row.count(Kind.INVERTED),
            row.count(Kind.OVER_ADMITTED),
            row.count(Kind.WRONG_ANSWER),
            row.count(Kind.STALE),
            row.count(Kind.FAILOVER_LOSS),
            row.refused(),
            row.unanswered(),
            row.unheard(),
            row.redelivered(),
            row.usual(),
            row.slowest(),
            row.recovery().seconds());
  }
}
