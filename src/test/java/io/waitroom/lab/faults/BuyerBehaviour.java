package io.waitroom.lab.faults;

import java.util.Random;

/** What one of the crowd is going to do with its place. */
enum BuyerBehaviour {
  /** Buys. */
  BUYER(72, "COMPLETED"),
  /** Has no money. */
  POOR(7, "FAILED"),
  /** Lets the shop's own time run out. */
  DAWDLER(4, "EXPIRED"),
  /** Is let in and never heard of again; the lease runs out. */
  SILENT(3, ""),
  /** Leaves while waiting. */
  LEAVER(7, ""),
  /** Leaves when let in. */
  QUITTER(4, ""),
  /** Joins again, with the key and without, and then buys. */
  INSISTENT(3, "COMPLETED");

  private static final int ALL = 100;

  private final int percent;
  private final String outcome;

  BuyerBehaviour(int percent, String outcome) {
    this.percent = percent;
    this.outcome = outcome;
  }

  /** What the shop will report, in this order. */
  String outcome() {
    return outcome;
  }

  /** One of them, in the proportions above. */
  static BuyerBehaviour any(Random random) {
    int number = random.nextInt(ALL);
    for (BuyerBehaviour habit : values()) {
      number -= habit.percent;
      if (number < 0) {
        return habit;
      }
    }
    throw new IllegalStateException("the proportions do not add up to " + ALL);
  }
}
