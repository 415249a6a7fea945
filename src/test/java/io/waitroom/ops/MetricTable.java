package io.waitroom.ops;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of metrics as Markdown, for {@code src/docs/metrics.md}. */
public final class MetricTable {
  private MetricTable() {}

  /** Renders the table and the equations; the text ends with a line end. */
  public static String render() {
    StringBuilder out = new StringBuilder();
    out.append("| Metric | Kind | Labels | Meaning |\n|---|---|---|---|\n");
    for (Metric metric : Metric.values()) {
      out.append(row(metric));
    }
    out.append("\nAt any moment between two changes, for one replica:\n\n");
    Metric.EQUATIONS.forEach(equation -> out.append("- ").append(equation).append('\n'));
    return out.toString();
  }

  private static String row(Metric metric) {
    Stream<String> quantile =
        metric.kind() == Metric.Kind.SUMMARY ? Stream.of("quantile") : Stream.of();
    String labels =
        Stream.concat(metric.labels().stream(), quantile)
            .map(label -> "`" + label + "`")
            .collect(Collectors.joining(", "));
    return "| `"
        + metric.id()
        + "` | "
        + metric.kind().name().toLowerCase(Locale.ROOT)
        + " | "
        + labels
        + " | "
        + metric.help().replace("|", "\\|")
        + " |\n";
  }
}
