package io.waitroom.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table, as Markdown that reads well as it is. */
final class BenchReport {
  private static final List<String> HEAD =
      List.of("figure", "measured", "reference", "what counts", "spread", "goal", "reached");

  private static final String NOTHING = "–";

  private final RunLength effort;
  private final double loadBefore;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /**
   * @param loadBefore how busy the machine was before, in processes
   */
  BenchReport(RunLength effort, double loadBefore) {
    this.effort = effort;
    this.loadBefore = loadBefore;
  }

  void add(List<Row> more) {
    rows.addAll(more);
  }

  /** A figure that could not be measured. */
  void failed(Figure figure, Exception e) {
    failures.add(figure.name() + ": " + e);
  }

  boolean isReached() {
    return failures.isEmpty() && rows.stream().allMatch(Row::isReached);
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  /** The whole document. */
  String text() throws IOException {
    StringBuilder text = new StringBuilder(4096);
    text.append("# Bench\n\n").append(machine()).append('\n').append(table());
    text.append("\nMedians of %d rounds of %.1f s".formatted(effort.repeats(), effort.seconds()));
    text.append(
        " (fewer rounds where each starts processes anew); the spread is the least and the");
    text.append(" most that a round says. How to read it: src/docs/bench.md\n\n");
    if (effort.scale() < 1) {
      text.append("**A quick run, with a hundredth of the people: no figure to believe.**\n\n");
    }
    rows.stream()
        .filter(row -> !row.referenceTitle().isEmpty() || !row.note().isEmpty())
        .forEach(row -> text.append("- ").append(note(row)).append('\n'));
    failures.forEach(failure -> text.append("- FAILED ").append(failure).append('\n'));
    return text.toString();
  }

  private static String note(Row row) {
    String beside = row.referenceTitle().isEmpty() ? "" : " beside " + row.referenceTitle();
    return row.title() + beside + (row.note().isEmpty() ? "" : ": " + row.note());
  }

  private String table() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[HEAD.size()];
    lines.forEach(line -> {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    });
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      table.append(line(lines.get(i), widths, ' '));
      if (i == 0) {
        table.append(line(HEAD.stream().map(name -> "").toList(), widths, '-'));
      }
    }
    return table.toString();
  }

  private static String line(List<String> cells, int[] widths, char filler) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(filler).append(cell);
      line.append(String.valueOf(filler).repeat(widths[i] - cell.length() + 1)).append('|');
    }
    return line.append('\n').toString();
  }

  private static List<String> cells(Row row) {
    String judgedUnit =
        switch (row.goal().relation()) {
          case RATIO -> "×";
          case DIFFERENCE, VALUE -> row.unit();
        };
    return List.of(
        row.title(),
        value(row.measured(), row.unit()),
        row.referenceTitle().isEmpty() ? NOTHING : value(row.reference(), row.unit()),
        value(row.judged(), judgedUnit),
        number(row.least()) + " … " + number(row.most()),
        row.goal().text(row.unit()),
        row.isReached() ? "yes" : "**no**");
  }

  private static String value(double value, String unit) {
    return (number(value) + " " + unit).strip();
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return NOTHING;
    }
    double size = Math.abs(value);
    String format = size >= 1_000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private String machine() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return "%d × %s, Linux %s, Java %s; load before: %.1f\n"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor,
            System.getProperty("os.version"),
            Runtime.version(),
            loadBefore);
  }
}
