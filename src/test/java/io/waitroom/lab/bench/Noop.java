package io.waitroom.lab.bench;

import io.waitroom.boot.ExtraApplication;
import io.waitroom.lab.bench.noop.NoopApplication;
import io.waitroom.lab.bench.noop.NoopResource;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reference: a JAX-RS application that reads and writes the same bodies and does nothing, on
 * the same Helidon, with the same server settings and JVM flags, in a process of its own.
 */
final class Noop implements AutoCloseable {
  private static final Path SETTINGS = Path.of("META-INF", "microprofile-config.properties");

  private final ServiceProcess process;

  private Noop(ServiceProcess process) {
    this.process = process;
  }

  /**
   * Starts it; returns when it is ready.
   *
   * @param directory for its classes
   */
  static Noop start(Path directory) throws IOException {
    Path classes = Files.createTempDirectory(directory, "noop-");
    ExtraApplication.in(classes, NoopApplication.class, NoopResource.class);
    Path own = Path.of("target", "classes").resolve(SETTINGS);
    Files.write(
        classes.resolve(SETTINGS),
        Files.readAllLines(own).stream().filter(Noop::isForAnyService).toList());
    Path libraries = Path.of("target", "libs").toAbsolutePath();
    List<String> arguments = new ArrayList<>(ServiceProcess.PRODUCTION_FLAGS);
    arguments.addAll(
        List.of("-cp", classes + ":" + libraries + "/*", "io.helidon.microprofile.cdi.Main"));
    ServiceProcess process =
        ServiceProcess.launch(
            arguments,
            Map.of("SERVER_PORT", Integer.toString(Ports.free()), "MALLOC_ARENA_MAX", "2"),
            line -> {});
    return new Noop(process.awaitReady());
  }

  private static boolean isForAnyService(String setting) {
    return !setting.startsWith("mp.messaging")
        && !setting.startsWith("server.features.static-content")
        && !setting.startsWith("server.protocols")
        && !setting.startsWith("server.port");
  }

  int port() {
    return process.port();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
