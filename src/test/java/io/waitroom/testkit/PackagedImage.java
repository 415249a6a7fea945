package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the Dockerfile puts into {@code /app}, in a folder of this machine: the packaged jar, its
 * libraries, the JVM's flags, and an AOT cache trained with them. {@code mvn package} makes the
 * jar.
 */
public final class PackagedImage {
  private final Path directory;

  private PackagedImage(Path directory) {
    this.directory = directory;
  }

  /** Makes one in a folder; takes some ten seconds. */
  public static PackagedImage build(Path directory) {
    PackagedImage image = new PackagedImage(directory.toAbsolutePath());
    try {
      image.copy();
      image.train();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build " + directory, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return image;
  }

  /** Starts it as the image does; it is not ready yet. */
  public ServiceProcess start(Map<String, String> environment) {
    return start(environment, List.of("-XX:AOTCache=" + cache()));
  }

  /** Starts it without its AOT cache; it is not ready yet. */
  public ServiceProcess startWithoutCache(Map<String, String> environment) {
    return start(environment, List.of());
  }

  private ServiceProcess start(Map<String, String> environment, List<String> flags) {
    List<String> arguments = new ArrayList<>(ServiceProcess.productionFlags(directory));
    arguments.addAll(flags);
    arguments.addAll(List.of("-jar", directory.resolve("waitroom-service.jar").toString()));
    return ServiceProcess.launch(arguments, environment, line -> {});
  }

  private Path cache() {
    return directory.resolve("waitroom.aot");
  }

  private void copy() throws IOException {
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
  }

  private static void replace(Path file, Path directory) throws IOException {
    Path copy = directory.resolve(file.getFileName());
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private void train() throws IOException, InterruptedException {
    Files.deleteIfExists(cache());
    Path home = Path.of(System.getProperty("java.home"));
    Path log = directory.resolve("training.log");
    Process training =
        new ProcessBuilder(
                home.resolve("bin/java").toString(),
                Path.of("src", "docker", "Training.java").toAbsolutePath().toString(),
                home.toString(),
                cache().toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (training.waitFor() != 0) {
      throw new IllegalStateException("no AOT cache: see " + log);
    }
  }
}
