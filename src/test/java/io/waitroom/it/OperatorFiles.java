package io.waitroom.it;

import static java.util.Objects.requireNonNull;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the rules in {@code k8s/}, taken apart. */
final class OperatorFiles {
  static final Path RULES = Path.of("k8s", "monitoring", "prometheus-rules.yaml");
  static final Path DASHBOARD = Path.of("k8s", "monitoring", "grafana-dashboard.json");
  static final Path RUNBOOK = Path.of("src", "docs", "runbook.md");

  private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|ignoring|group_left|without) \\([^)]*\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-z]\\w*_\\w+|up)(\\{[^}]*})?(?![\\w(])");
  private static final Set<String> FUNCTIONS =
      Set.of("min_over_time", "last_over_time", "clamp_min", "clamp_max");

  private OperatorFiles() {}

  /** An alert as written. */
  record Alert(String name, String expression, String severity, Map<String, String> annotations) {}

  /** The groups of rules: what stands under {@code spec}, which is Prometheus' own bare form. */
  static Map<String, Object> ruleGroups() {
    Map<String, Object> manifest = new Yaml().load(read(RULES));
    return map(manifest.get("spec"));
  }

  static List<Alert> alerts() {
    return rules(ruleGroups())
        .map(rule ->
            new Alert(
                text(rule, "alert"),
                text(rule, "expr"),
                text(map(rule.get("labels")), "severity"),
                texts(map(rule.get("annotations")))))
        .toList();
  }

  /**
   * Writes the rules in their bare form.
   *
   * @param annotated false: without annotations
   */
  static Path writeBare(Path file, boolean annotated) {
    Map<String, Object> groups = ruleGroups();
    if (!annotated) {
      rules(groups).forEach(rule -> rule.remove("annotations"));
    }
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, new Yaml().dump(groups));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonObject dashboard() {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      return reader.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonObject> panels() {
    return dashboard().getJsonArray("panels").stream().map(JsonValue::asJsonObject).toList();
  }

  /** Each expression of the dashboard, its variables standing for everything. */
  static List<String> dashboardExpressions() {
    return panels().stream()
        .filter(panel -> panel.containsKey("targets"))
        .flatMap(panel -> panel.getJsonArray("targets").stream())
        .map(target -> target.asJsonObject().getString("expr"))
        .map(expression ->
            expression
                .replace("namespace=\"$namespace\",", "")
                .replace("$event", ".*")
                .replace("$pod", ".*")
                .replace("$__rate_interval", "30s"))
        .toList();
  }

  /** Each series that an expression reads, such as {@code a_total{b="c"}}. */
  static Set<String> selectors(String expression) {
    Map<String, String> strings = new HashMap<>();
    String bare =
        STRING
            .matcher(GROUPING.matcher(expression).replaceAll(" "))
            .replaceAll(match -> {
              String key = "#" + strings.size() + "#";
              strings.put(key, match.group());
              return key;
            });
    Set<String> selectors = new LinkedHashSet<>();
    for (MatchResult match : SELECTOR.matcher(bare).results().toList()) {
      if (!FUNCTIONS.contains(match.group(1))) {
        String selector = match.group();
        for (Map.Entry<String, String> string : strings.entrySet()) {
          selector = selector.replace(string.getKey(), string.getValue());
        }
        selectors.add(selector);
      }
    }
    return selectors;
  }

  static Path copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Map<String, Object>> rules(Map<String, Object> groups) {
    return ((List<?>) requireNonNull(groups.get("groups")))
        .stream()
            .flatMap(group -> ((List<?>) requireNonNull(map(group).get("rules"))).stream())
            .map(OperatorFiles::map);
  }

  private static String text(Map<String, Object> values, String name) {
    return String.valueOf(values.get(name));
  }

  private static Map<String, String> texts(Map<String, Object> values) {
    Map<String, String> texts = new HashMap<>();
    values.forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) requireNonNull(value);
  }
}
