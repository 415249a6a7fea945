package io.waitroom.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One counter for each combination of a metric's label values, registered when it is first asked
 * for and found without the registry from then on. Thread-safe; finding takes no lock.
 */
final class Counters {
  private final MeterRegistry registry;
  private final Metric metric;
  private final Map<List<String>, Counter> byLabels = new ConcurrentHashMap<>();

  Counters(MeterRegistry registry, Metric metric) {
    this.registry = registry;
    this.metric = metric;
  }

  /**
   * @param values of the metric's labels, in their order
   */
  Counter of(List<String> values) {
    Counter known = byLabels.get(values);
    return known != null ? known : byLabels.computeIfAbsent(values, this::register);
  }

  /** {@link #of(List)} for one label. */
  Counter of(String value) {
    return of(List.of(value));
  }

  private Counter register(List<String> values) {
    return Counter.builder(metric.id())
        .description(metric.help())
        .tags(Labels.tags(metric, values))
        .register(registry);
  }
}
