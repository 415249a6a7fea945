package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A container on the network of this machine, by the engine's own command. */
public final class Container implements AutoCloseable {
  private final String id;

  private Container(String id) {
    this.id = id;
  }

  /**
   * Starts a container.
   *
   * @param options more of the options of {@code docker run}
   */
  public static Container start(
      String image, Map<String, String> environment, List<String> options) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "--network", "host"));
    environment.forEach((name, value) -> arguments.addAll(List.of("-e", name + "=" + value)));
    arguments.addAll(options);
    arguments.add(image);
    return new Container(docker(arguments).getFirst());
  }

  /** Runs a docker command and returns what it says on standard output. */
  public static List<String> docker(List<String> arguments) {
    try {
      return Command.run(
          Path.of(""), Stream.concat(Stream.of(Tool.DOCKER.path()), arguments.stream()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the engine knows of it, such as {@code State.Health.Status}. */
  public String inspect(String field) {
    return docker(List.of("inspect", "-f", "{{." + field + "}}", id)).getFirst();
  }

  /** SIGTERM, then SIGKILL if it still runs after the grace; returns its exit code. */
  public int stop(Duration grace) {
    docker(List.of("stop", "-t", Long.toString(grace.toSeconds()), id));
    return Integer.parseInt(inspect("State.ExitCode"));
  }

  /** What a command in it says. */
  public List<String> exec(String... command) {
    return docker(Stream.concat(Stream.of("exec", id), Stream.of(command)).toList());
  }

  /** The lines of its standard output so far. */
  public List<String> out() {
    return docker(List.of("logs", id));
  }

  /** Removes it, and its volumes without a name. */
  @Override
  public void close() {
    docker(List.of("rm", "-f", "-v", id));
  }
}
