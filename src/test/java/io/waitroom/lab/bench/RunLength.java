package io.waitroom.lab.bench;

import io.waitroom.lab.load.Arguments;
import java.time.Duration;

/**
 * How much a run is worth.
 *
 * @param repeats rounds of each figure; the median of them counts
 * @param window how long one measurement takes
 * @param scale part of the people that a figure speaks of; 1 for figures to be believed
 */
record RunLength(int repeats, Duration window, double scale) {
  /** Rounds of figures that start processes or fill a million places in each. */
  private static final int FEW = 3;

  static RunLength of(Arguments arguments) {
    boolean quick = arguments.flag("quick");
    return new RunLength(
        (int) arguments.integer("repeats", quick ? 2 : 5, 1, 100),
        arguments.seconds("seconds", quick ? 1 : 5, 0.1, 600),
        quick ? 0.01 : 1);
  }

  /** So many people, or in a quick run fewer. */
  int people(int wanted) {
    return (int) Math.max(100, wanted * scale);
  }

  /** Rounds of what is slow to set up. */
  int fewRepeats() {
    return Math.min(repeats, FEW);
  }

  double seconds() {
    return window.toNanos() / 1e9;
  }
}
