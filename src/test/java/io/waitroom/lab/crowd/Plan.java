package io.waitroom.lab.crowd;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What one person is going to do; the same seed and number always give the same plan.
 *
 * @param arrival when they join, from the opening on
 * @param streams whether they hold a stream open instead of polling
 * @param patience how long after joining they leave, if they still wait
 * @param walksAway whether nobody hears of them after they joined
 * @param repeat whether they join again
 * @param checkout how long their checkout takes
 * @param ending how their checkout ends
 */
record Plan(
    Duration arrival,
    boolean streams,
    Optional<Duration> patience,
    boolean walksAway,
    Repeat repeat,
    Duration checkout,
    Ending ending) {
  /** Nobody's checkout takes longer than this many times the average. */
  private static final double LONGEST_CHECKOUT = 4;

  /** Whether and how somebody joins a second time. */
  enum Repeat {
    NEVER,
    WITH_KEY,
    WITHOUT_KEY
  }

  /** What becomes of a checkout. */
  enum Ending {
    COMPLETES,
    FAILS,
    LEAVES
  }

  /** The plan of person {@code number}. */
  static Plan of(long seed, int number, Scene scene, BuyerBehaviour habits) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
    double early = random.nextDouble();
    // Squared, so that half of them come in the first quarter.
    Duration arrival = times(scene.arrival(), early * early);
    boolean streams = random.nextDouble() < habits.streaming();
    boolean leaves = random.nextDouble() < habits.leaving();
    Duration patience = times(scene.arrival(), random.nextDouble());
    boolean walksAway = !leaves && random.nextDouble() < habits.walkingAway();
    boolean repeats = random.nextDouble() < habits.repeating();
    Repeat kind = random.nextBoolean() ? Repeat.WITH_KEY : Repeat.WITHOUT_KEY;
    double length = Math.min(LONGEST_CHECKOUT, -Math.log(1 - random.nextDouble()));
    return new Plan(
        arrival,
        streams,
        leaves ? Optional.of(patience) : Optional.empty(),
        walksAway,
        repeats ? kind : Repeat.NEVER,
        times(scene.checkout(), length),
        ending(random.nextDouble(), habits));
  }

  private static Ending ending(double dice, BuyerBehaviour habits) {
    if (dice < habits.failing()) {
      return Ending.FAILS;
    }
    return dice < habits.failing() + habits.dallying() ? Ending.LEAVES : Ending.COMPLETES;
  }

  private static Duration times(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
