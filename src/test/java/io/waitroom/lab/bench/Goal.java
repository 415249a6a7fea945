package io.waitroom.lab.bench;

import java.util.Locale;

/**
 * What a figure should reach.
 *
 * @param relation of the measured value to its reference, which is what the limit is for
 * @param atLeast true: the limit or more; false: the limit or less
 * @param limit in the unit of the relation
 */
record Goal(Relation relation, boolean atLeast, double limit) {
  /** What is compared with the limit. */
  enum Relation {
    /** Measured over reference. */
    RATIO,
    /** Measured minus reference. */
    DIFFERENCE,
    /** Measured, whatever the reference is. */
    VALUE
  }

  static Goal ratioAtLeast(double limit) {
    return new Goal(Relation.RATIO, true, limit);
  }

  static Goal ratioAtMost(double limit) {
    return new Goal(Relation.RATIO, false, limit);
  }

  static Goal differenceAtMost(double limit) {
    return new Goal(Relation.DIFFERENCE, false, limit);
  }

  static Goal atMost(double limit) {
    return new Goal(Relation.VALUE, false, limit);
  }

  static Goal atLeast(double limit) {
    return new Goal(Relation.VALUE, true, limit);
  }

  /** What counts of one round. */
  double judged(double measured, double reference) {
    return switch (relation) {
      case RATIO -> measured / reference;
      case DIFFERENCE -> measured - reference;
      case VALUE -> measured;
    };
  }

  /** Whether a judged value is good enough. */
  boolean isReached(double judged) {
    return atLeast ? judged >= limit : judged <= limit;
  }

  /** In a table. */
  String text(String unit) {
    String sign = atLeast ? "≥" : "≤";
    String number =
        limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    return switch (relation) {
      case RATIO -> String.format(Locale.ROOT, "%s %s ×", sign, number);
      case DIFFERENCE -> String.format(Locale.ROOT, "+ %s %s %s", sign, number, unit);
      case VALUE -> String.format(Locale.ROOT, "%s %s %s", sign, number, unit);
    };
  }
}
