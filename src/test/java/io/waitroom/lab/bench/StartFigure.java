package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** From the start of the process to readiness, as in the image, with the AOT cache and without. */
final class StartFigure implements Figure {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    List<Round> rounds = new ArrayList<>();
    PackagedImage image = PackagedImage.build(lab.directory().resolve("image"));
    try (Site site = Site.withoutReplicas()) {
      for (int i = 0; i <= lab.effort().repeats(); i++) {
        double without = secondsToReady(() -> image.startWithoutCache(site.environment()));
        double with = secondsToReady(() -> image.start(site.environment()));
        if (i > 0) { // the first round fills the page cache
          rounds.add(new Round(with, without));
        }
      }
    }
    return List.of(
        new Row(
            "start to ready with the AOT cache",
            "s",
            rounds,
            "without",
            Goal.atMost(1.3),
            "packaged jar, this JDK; the image's own runtime is smaller"));
  }

  private static double secondsToReady(Supplier<ServiceProcess> starter) {
    long start = System.nanoTime();
    try (ServiceProcess service = starter.get()) {
      service.awaitReady();
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
