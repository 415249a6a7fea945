package io.waitroom.ops;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Pairs a metric's label names with values. */
final class Labels {
  private Labels() {}

  static Tags tags(Metric metric, List<String> values) {
    check(metric, values);
    Tags tags = Tags.empty();
    for (int i = 0; i < values.size(); i++) {
      tags = tags.and(Tag.of(metric.labels().get(i), values.get(i)));
    }
    return tags;
  }

  static void check(Metric metric, List<String> values) {
    if (values.size() != metric.labels().size()) {
      throw new IllegalArgumentException(
          "%s has the labels %s, not %s".formatted(metric.id(), metric.labels(), values));
    }
  }
}
