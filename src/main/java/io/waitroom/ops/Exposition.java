package io.waitroom.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;

/**
 * All metrics in Prometheus' text format, version 0.0.4. It has a registry of its own: Helidon's
 * would add a label to every series, and series that nobody asked for. The older of Micrometer's
 * two Prometheus registries, because the newer one refuses a gauge that is called {@code
 * sessions_active_total}. Thread-safe.
 */
public final class Exposition {
  /** The media type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  @SuppressWarnings("deprecation")
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Where {@link Metrics} counts. */
  public MeterRegistry meters() {
    return registry;
  }

  /** Adds the gauges that read from {@code sources}; to be called once. */
  public void expose(Sources sources) {
    registry.getPrometheusRegistry().register(new Gauges(sources));
  }

  /** All series as they are now; no I/O. */
  public String scrape() {
    return registry.scrape();
  }
}
