package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.ops.Metric;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboard, rules and runbook fit each other and the catalogue of metrics. */
class OperatorFilesTest {
  private static final Set<String> SERIES =
      Stream.of(Metric.values())
          .flatMap(metric ->
              metric.kind() == Metric.Kind.SUMMARY
                  ? Stream.of(metric.id(), metric.id() + "_sum", metric.id() + "_count")
                  : Stream.of(metric.id()))
          .collect(Collectors.toUnmodifiableSet());

  @Test
  void alerts_areCompleteAndHaveTheirPlaceInTheRunbook() {
    List<String> headings =
        OperatorFiles.read(OperatorFiles.RUNBOOK)
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();

    assertThat(OperatorFiles.alerts())
        .isNotEmpty()
        .allSatisfy(alert -> {
          assertThat(alert.severity()).isIn("critical", "warning", "info");
          assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook");
          assertThat(alert.annotations().get("runbook"))
              .isEqualTo("src/docs/runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
        })
        .extracting(OperatorFiles.Alert::name)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(headings);
  }

  @Test
  void alerts_haveAFiringAndASilentTest() {
    String tests = OperatorFiles.read(PrometheusIT.RULE_TESTS);

    assertThat(OperatorFiles.alerts())
        .allSatisfy(alert ->
            assertThat(tests)
                .containsPattern("alertname: " + alert.name() + "\\n *exp_alerts: \\[\\]")
                .containsPattern("alertname: " + alert.name() + "\\n *exp_alerts:\\n"));
  }

  @Test
  void expressions_readMetricsOfTheCatalogue() {
    Stream<String> all =
        Stream.concat(
            OperatorFiles.alerts().stream().map(OperatorFiles.Alert::expression),
            OperatorFiles.dashboardExpressions().stream());

    assertThat(all)
        .allSatisfy(expression ->
            assertThat(OperatorFiles.selectors(expression))
                .isNotEmpty()
                .extracting(selector -> selector.replaceFirst("\\{.*", ""))
                .allMatch(name -> name.equals("up") || SERIES.contains(name)));
  }

  @Test
  void f75_dashboard_readsOneNamespaceOnly() {
    assertThat(OperatorFiles.panels())
        .filteredOn(panel -> panel.containsKey("targets"))
        .flatExtracting(panel -> panel.getJsonArray("targets"))
        .extracting(target -> target.asJsonObject().getString("expr"))
        .allSatisfy(expression ->
            assertThat(expression.replace("{namespace=\"$namespace\",", "")).doesNotContain("{"));
  }

  @Test
  void dashboard_showsEveryMetric() {
    Set<String> shown =
        OperatorFiles.dashboardExpressions().stream()
            .flatMap(expression -> OperatorFiles.selectors(expression).stream())
            .map(selector -> selector.replaceFirst("\\{.*", "").replaceFirst("_(sum|count)$", ""))
            .collect(Collectors.toSet());

    assertThat(shown).containsAll(Stream.of(Metric.values()).map(Metric::id).toList());
  }

  @Test
  void panels_areDescribedAndHaveUnits() {
    List<JsonObject> panels = OperatorFiles.panels();

    assertThat(panels)
        .filteredOn(panel -> panel.getString("type").equals("row"))
        .extracting(panel -> panel.getString("title"))
        .containsExactly("Now", "Demand", "Admission", "Checkout", "Kafka", "Redis", "JVM");
    assertThat(panels).extracting(panel -> panel.getInt("id")).doesNotHaveDuplicates();
    assertThat(panels)
        .filteredOn(panel -> !panel.getString("type").equals("row"))
        .allSatisfy(panel -> {
          assertThat(panel.getString("description")).endsWith(".");
          JsonObject defaults = panel.getJsonObject("fieldConfig").getJsonObject("defaults");
          assertThat(defaults.getString("unit")).isNotBlank();
          assertThat(defaults.getJsonObject("thresholds").getJsonArray("steps")).isNotEmpty();
        });
    assertThat(
            OperatorFiles.dashboard().getJsonObject("templating").getJsonArray("list").stream()
                .map(variable -> variable.asJsonObject().getString("name")))
        .containsExactly("datasource", "namespace", "event", "pod");
  }
}
