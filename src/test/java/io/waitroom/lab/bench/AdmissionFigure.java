package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How far from the set rate the admissions of any ten seconds are, seen in Redis from the moment
 * the room opens.
 */
final class AdmissionFigure implements Figure {
  private static final int RATE = 1_000;
  private static final int SLOTS = 1_000_000;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration RUN = Duration.ofSeconds(15);
  private static final long SAMPLE_NANOS = 5_000_000;

  private record Sample(long nanos, long admitted) {}

  private final int instances;

  AdmissionFigure(int instances) {
    this.instances = instances;
  }

  @Override
  public String name() {
    return "admission-" + instances;
  }

  @Override
  public List<Row> run(BenchEnvironment lab) {
    double scale = lab.effort().scale() < 1 ? 0.2 : 1;
    List<Round> rounds = new ArrayList<>();
    try (Site site = Site.start(instances)) {
      for (int i = 0; i < lab.effort().fewRepeats(); i++) {
        String event = "admission-" + i;
        site.room(event, SLOTS, RATE, "paused");
        try (RoomFiller filler = site.filler(event)) {
          filler.fillAndTell((long) (RATE * (RUN.toSeconds() * scale + 5)));
          site.room(event, SLOTS, RATE, "open");
          rounds.add(Round.alone(worst(samples(filler, scale), scale)));
        }
        site.room(event, SLOTS, RATE, "paused");
      }
    }
    return List.of(
        new Row(
            "admission of %,d/s, %d instance%s: most off in %.0f s"
                .formatted(RATE, instances, instances == 1 ? "" : "s", WINDOW.toSeconds() * scale),
            "%",
            rounds,
            "",
            Goal.atMost(1 / scale),
            "any window, the first included"));
  }

  /** The counter, from the first admission on, as often as it can be told apart. */
  private static List<Sample> samples(RoomFiller filler, double scale) {
    List<Sample> samples = new ArrayList<>();
    while (filler.admitted() == 0) {
      LockSupport.parkNanos(SAMPLE_NANOS);
    }
    long end = System.nanoTime() + (long) (RUN.toNanos() * scale);
    while (System.nanoTime() - end < 0) {
      // The middle of question and answer is when it was so, as near as can be known.
      long before = System.nanoTime();
      long admitted = filler.admitted();
      samples.add(new Sample((before + System.nanoTime()) / 2, admitted));
      LockSupport.parkNanos(SAMPLE_NANOS);
    }
    return samples;
  }

  private static double worst(List<Sample> samples, double scale) {
    double worst = 0;
    int from = 0;
    for (Sample to : samples) {
      Sample start = samples.get(from);
      while (to.nanos() - start.nanos() >= WINDOW.toNanos() * scale) {
        double seconds = (to.nanos() - start.nanos()) / 1e9;
        double rate = (to.admitted() - start.admitted()) / seconds;
        worst = Math.max(worst, Math.abs(rate / RATE - 1) * 100);
        from++;
        start = samples.get(from);
      }
    }
    return worst;
  }
}
