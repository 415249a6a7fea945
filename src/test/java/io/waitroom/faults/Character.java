package io.waitroom.faults;

import java.util.List;
import java.util.Random;

/** What one of the crowd is going to do with its place. */
enum Character {
  /** Buys. */
  BUYER(72, List.of("COMPLETED")),
  /** Has no money. */
  POOR(7, List.of("FAILED")),
  /** Lets the shop's own time run out. */
  DAWDLER(4, List.of("EXPIRED")),
  /** Is let in and never heard of again; the lease runs out. */
  SILENT(3, List.of()),
  /** Leaves while waiting. */
  LEAVER(7, List.of()),
  /** Leaves when let in. */
  QUITTER(4, List.of()),
  /** Joins again, with the key and without, and then buys. */
  INSISTENT(3, List.of("COMPLETED"));

  private static final int ALL = 100;

  private final int percent;
  private final List<String> outcomes;

  Character(int percent, List<String> outcomes) {
    this.percent = percent;
    this.outcomes = outcomes;
  }

  /** What the shop will report, in this order. */
  List<String> outcomes() {
    return outcomes;
  }

  /** One of them, in the proportions above. */
  static Character any(Random random) {
    int number = random.nextInt(ALL);
    for (Character character : values()) {
      number -= character.percent;
      if (number < 0) {
        return character;
      }
    }
    throw new IllegalStateException("the proportions do not add up to " + ALL);
  }
}
