package io.waitroom.lab.bench;

import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all figures share: how much to do, a folder for files, and two processes that cause load,
 * each started when first asked for. Not thread-safe.
 */
final class BenchEnvironment implements AutoCloseable {
  private final RunLength effort;
  private final Path directory;
  private @Nullable Worker caller;
  private @Nullable Worker producer;

  /**
   * @param directory for files of the run; made if it is not there
   */
  BenchEnvironment(RunLength effort, Path directory) throws IOException {
    this.effort = effort;
    this.directory = Files.createDirectories(directory).toAbsolutePath();
  }

  RunLength effort() {
    return effort;
  }

  Path directory() {
    return directory;
  }

  /** One who calls the service, with a JVM that is as fast as can be. */
  Worker caller() {
    if (caller == null) {
      caller = Worker.start(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    }
    return caller;
  }

  /** One who produces to Kafka, with the JVM flags of the service. */
  Worker producer() {
    if (producer == null) {
      producer = Worker.start(ServiceProcess.PRODUCTION_FLAGS);
    }
    return producer;
  }

  /** A file with one line each. */
  Path file(String name, Stream<String> lines) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, lines.toList());
    return file;
  }

  @Override
  public void close() {
    if (caller != null) {
      caller.close();
    }
    if (producer != null) {
      producer.close();
    }
  }
}
