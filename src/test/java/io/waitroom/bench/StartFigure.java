package io.waitroom.bench;

import io.waitroom.bench.Row.Round;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** From the start of the process to readiness, as in the image, with the AOT cache and without. */
final class StartFigure implements Figure {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<Row> run(Lab lab) throws Exception {
    List<Round> rounds = new ArrayList<>();
    Path image = image(lab.directory().resolve("image"));
    Path cache = image.resolve("waitroom.aot");
    train(image, cache);
    try (Site site = Site.withoutReplicas()) {
      for (int i = 0; i <= lab.effort().repeats(); i++) {
        double without = secondsToReady(site, image, List.of());
        double with = secondsToReady(site, image, List.of("-XX:AOTCache=" + cache));
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
            Goal.atMost(1),
            "packaged jar, this JDK; the image's own runtime is smaller"));
  }

  private static double secondsToReady(Site site, Path image, List<String> flags) {
    List<String> arguments = new ArrayList<>();
    arguments.add("@" + image.resolve("jvm.options"));
    arguments.addAll(flags);
    arguments.addAll(List.of("-jar", image.resolve("waitroom-service.jar").toString()));
    long start = System.nanoTime();
    try (ServiceProcess service =
        ServiceProcess.launch(arguments, site.environment(), line -> {})) {
      service.awaitReady();
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** What the Dockerfile puts into /app. */
  private static Path image(Path directory) throws IOException {
    Path target = Path.of("target");
    Path jar = target.resolve("waitroom-service.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: mvn package makes it");
    }
    Path libraries = Files.createDirectories(directory.resolve("libs"));
    replace(jar, directory);
    replace(Path.of("src", "docker", "jvm.options"), directory);
    try (var all = Files.list(target.resolve("libs"))) {
      for (Path library : all.toList()) {
        replace(library, libraries);
      }
    }
    return directory;
  }

  private static void replace(Path file, Path directory) throws IOException {
    Path copy = directory.resolve(file.getFileName());
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void train(Path image, Path cache) throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    Path home = Path.of(System.getProperty("java.home"));
    Process training =
        new ProcessBuilder(
                home.resolve("bin/java").toString(),
                Path.of("src", "docker", "Training.java").toAbsolutePath().toString(),
                home.toString(),
                cache.toString())
            .directory(image.toFile())
            .redirectErrorStream(true)
            .redirectOutput(image.resolve("training.log").toFile())
            .start();
    if (training.waitFor() != 0) {
      throw new IllegalStateException("no AOT cache: see " + image.resolve("training.log"));
    }
  }
}
