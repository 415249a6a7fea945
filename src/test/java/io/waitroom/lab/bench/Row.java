package io.waitroom.lab.bench;

import java.util.Arrays;
import java.util.List;

/**
 * One line of the table: what was measured, round by round.
 *
 * @param title what it is
 * @param unit of measured and reference
 * @param rounds one pair each
 * @param referenceTitle what the reference is; empty when there is none
 * @param goal what should be reached
 * @param note what else is worth knowing; may be empty
 */
record Row(
    String title, String unit, List<Round> rounds, String referenceTitle, Goal goal, String note) {
  /**
   * One round.
   *
   * @param measured in the row's unit
   * @param reference measured in turn with it; NaN where there is none
   */
  record Round(double measured, double reference) {
    static Round alone(double measured) {
      return new Round(measured, Double.NaN);
    }
  }

  Row {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException(title + " was not measured");
    }
  }

  double measured() {
    return median(rounds.stream().mapToDouble(Round::measured).toArray());
  }

  /** NaN where there is none. */
  double reference() {
    return median(rounds.stream().mapToDouble(Round::reference).toArray());
  }

  /** The value that the goal is for: the median over the rounds of what each round says. */
  double judged() {
    return median(judgedRounds());
  }

  /** The least that a round says. */
  double least() {
    return Arrays.stream(judgedRounds()).min().orElse(Double.NaN);
  }

  /** The most that a round says. */
  double most() {
    return Arrays.stream(judgedRounds()).max().orElse(Double.NaN);
  }

  boolean isReached() {
    return goal.isReached(judged());
  }

  private double[] judgedRounds() {
    return rounds.stream()
        .mapToDouble(round -> goal.judged(round.measured(), round.reference()))
        .toArray();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
