package io.waitroom.ops;

import io.prometheus.client.Collector;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Everything that is read at the scrape rather than counted as it happens. */
final class Gauges extends Collector {
  private static final Set<Metric> OWN =
      Set.of(
          Metric.CONSUMER_LAG,
          Metric.BATCH_SIZE,
          Metric.OUTBOX_LENGTH_LIMIT,
          Metric.REDIS_POOL_ACTIVE,
          Metric.REDIS_POOL_IDLE,
          Metric.REDIS_POOL_WAITING,
          Metric.REDIS_POOL_LIMIT,
          Metric.COMPONENT_UP,
          Metric.COMPONENT_ENABLED,
          Metric.BUILD_INFO);

  private final Sources sources;
  private final EnumSet<Metric> metrics = EnumSet.copyOf(OWN);

  Gauges(Sources sources) {
    this.sources = sources;
    metrics.addAll(RoomGauges.METRICS);
    metrics.addAll(ProcessGauges.METRICS);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Families into = new Families(metrics);
    RoomGauges.collect(sources.rooms().get(), into);
    into.add(Metric.OUTBOX_LENGTH_LIMIT, sources.outboxLimit());
    kafka(into);
    redis(into);
    components(into);
    ProcessGauges.collect(into);
    into.add(
        Metric.BUILD_INFO, 1, sources.version(), System.getProperty("java.version", "unknown"));
    return into.all();
  }

  private void kafka(Families into) {
    double batchBytes = sources.batchBytes().getAsDouble();
    into.add(Metric.BATCH_SIZE, Double.isNaN(batchBytes) ? 0 : batchBytes);
    for (PartitionLag lag : sources.lag().get()) {
      into.add(Metric.CONSUMER_LAG, lag.messages(), lag.topic(), Integer.toString(lag.partition()));
    }
  }

  private void redis(Families into) {
    PoolUse pool = sources.redisPool().get();
    into.add(Metric.REDIS_POOL_ACTIVE, pool.active());
    into.add(Metric.REDIS_POOL_IDLE, pool.idle());
    into.add(Metric.REDIS_POOL_WAITING, pool.waiting());
    into.add(Metric.REDIS_POOL_LIMIT, pool.limit());
  }

  private void components(Families into) {
    for (Component component : Component.values()) {
      Health.State state = sources.health().of(component).state();
      String label = component.name().toLowerCase(Locale.ROOT);
      into.add(Metric.COMPONENT_UP, state == Health.State.HEALTHY ? 1 : 0, label);
      into.add(Metric.COMPONENT_ENABLED, state == Health.State.DISABLED ? 0 : 1, label);
    }
  }
}
