package io.waitroom.boot;

import io.waitroom.boot.config.Variable;
import io.waitroom.boot.config.Variables;
import java.util.List;

/** The tables of variables as Markdown, for {@code src/docs/configuration.md}. */
public final class ConfigurationTable {
  private ConfigurationTable() {}

  /** Renders one table per heading; the text ends with a line end. */
  public static String render() {
    StringBuilder out = new StringBuilder();
    Variables.GROUPS.forEach((heading, variables) -> append(out, heading, variables));
    return out.toString();
  }

  private static void append(StringBuilder out, String heading, List<Variable<?>> variables) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    out.append("| ").append(heading).append(" | Default | Allowed | Meaning |\n");
    out.append("|---|---|---|---|\n");
    variables.forEach(variable -> out.append(row(variable)));
  }

  private static String row(Variable<?> variable) {
    return "| `%s`%s | %s | %s | %s |%n"
        .formatted(
            variable.name(),
            variable.secret() ? " \\*" : "",
            variable.fallback().map(text -> "`" + text + "`").orElse(variable.whenUnset()),
            cell(variable.kind().allowed()),
            variable.meaning())
        .replace(System.lineSeparator(), "\n");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
