package io.waitroom.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** As {@link Counters}, for summaries of durations. Thread-safe; finding takes no lock. */
final class Timers {
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final MeterRegistry registry;
  private final Metric metric;
  private final Map<String, Timer> byLabel = new ConcurrentHashMap<>();

  Timers(MeterRegistry registry, Metric metric) {
    this.registry = registry;
    this.metric = metric;
  }

  /** The timer of a metric without labels. */
  Timer only() {
    return register(List.of());
  }

  /**
   * @param value of the metric's only label
   */
  Timer of(String value) {
    Timer known = byLabel.get(value);
    return known != null
        ? known
        : byLabel.computeIfAbsent(value, label -> register(List.of(label)));
  }

  private Timer register(List<String> values) {
    return Timer.builder(metric.id())
        .description(metric.help())
        .tags(Labels.tags(metric, values))
        .publishPercentiles(QUANTILES)
        .distributionStatisticExpiry(WINDOW)
        .register(registry);
  }
}
