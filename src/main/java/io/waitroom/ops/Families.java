package io.waitroom.ops;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The samples of one scrape, family by family; a family without samples is served too. */
final class Families {
  private final Map<Metric, List<Sample>> samples = new EnumMap<>(Metric.class);

  Families(Set<Metric> metrics) {
    metrics.forEach(metric -> samples.put(metric, new ArrayList<>()));
  }

  /**
   * @param values of the metric's labels, in their order
   */
  void add(Metric metric, double value, String... values) {
    List<String> labels = List.of(values);
    Labels.check(metric, labels);
    List<Sample> family = samples.get(metric);
    if (family == null) {
      throw new IllegalArgumentException(metric + " was not announced");
    }
    family.add(new Sample(metric.id(), metric.labels(), labels, value));
  }

  /** {@link #add(Metric, double, String...)} for a count; beyond 2^53 digits are lost. */
  void add(Metric metric, long value, String... values) {
    add(metric, (double) value, values);
  }

  List<MetricFamilySamples> all() {
    List<MetricFamilySamples> all = new ArrayList<>();
    samples.forEach((metric, list) ->
        all.add(new MetricFamilySamples(metric.id(), type(metric), metric.help(), list)));
    return all;
  }

  private static Collector.Type type(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER -> Collector.Type.COUNTER;
      case GAUGE -> Collector.Type.GAUGE;
      case SUMMARY -> Collector.Type.SUMMARY;
    };
  }
}
