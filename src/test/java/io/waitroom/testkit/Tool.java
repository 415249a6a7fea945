package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program of the system that some tests run, and the Debian package that brings it. Tests say
 * with {@link NeedsTool} which they need.
 */
public enum Tool {
  /** Drives Chromium. */
  CHROMEDRIVER("chromium-driver"),
  /** Looks at the waiting page. */
  CHROMIUM("chromium"),
  /** The container engine. */
  DOCKER("docker.io", "has no engine that answers: start dockerd"),
  /** Stands in front of the service, with connections that it uses again. */
  HAPROXY("haproxy"),
  /** Builds the overlays of Kubernetes. */
  KUBECTL("kubernetes-client"),
  /** Stands in front of a shop. */
  NGINX("nginx-light"),
  /** Runs the TypeScript client, the example for shops and the linter of the API document. */
  NODE("nodejs", "is older than 20.19"),
  /** Downloads what Node runs. */
  NPM("npm"),
  /** Scrapes the service. */
  PROMETHEUS("prometheus"),
  /** Checks the alert rules. */
  PROMTOOL("prometheus"),
  /** Validates the overlays of Kubernetes. */
  PYTHON3("python3-venv", "cannot make a virtual environment: apt-get install -y python3-venv");

  private static final int PROBE_SECONDS = 30;

  private final String debianPackage;
  private final String flaw;

  Tool(String debianPackage) {
    this(debianPackage, "");
  }

  /**
   * A tool that can be there and still be of no use.
   *
   * @param flaw what is wrong when its probe fails; completes the sentence "the tool …"
   */
  Tool(String debianPackage, String flaw) {
    this.debianPackage = debianPackage;
    this.flaw = flaw;
  }

  /** What it is called on the command line. */
  public String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The package that brings it. */
  public String debianPackage() {
    return debianPackage;
  }

  /** Where it is: on the PATH, or where Debian keeps servers. */
  public String path() {
    return find().orElseThrow(() -> new AssertionError(missing())).toString();
  }

  /** Says why tests cannot use it; empty when they can. */
  public Optional<String> complaint() {
    if (find().isEmpty()) {
      return Optional.of(missing());
    }
    return probe().isEmpty() || passesProbe()
        ? Optional.empty()
        : Optional.of(command() + " " + flaw);
  }

  /** Whether a test fails, instead of being skipped, when a tool is missing. */
  static boolean areRequired() {
    return "required".equals(System.getProperty("waitroom.tools"));
  }

  /**
   * Ends a test that finds out late that the tool is of no use: skipped, or failed where tools are
   * required.
   */
  RuntimeException unusable(String complaint) {
    if (areRequired()) {
      throw new AssertionError(complaint);
    }
    return new Unusable(this, complaint);
  }

  private String missing() {
    return command() + " is missing: apt-get install -y " + debianPackage;
  }

  private Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin");
    return Stream.of((path + ":/usr/sbin").split(":"))
        .map(folder -> Path.of(folder, command()))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The arguments of a call that fails when it has the flaw; empty when it has none. */
  private List<String> probe() {
    return switch (this) {
      case DOCKER -> List.of("info");
      case NODE ->
          List.of(
              "-e",
              "const [a, b] = process.versions.node.split('.');"
                  + " process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)");
      case PYTHON3 -> List.of("-c", "import ensurepip, venv");
      case CHROMEDRIVER, CHROMIUM, HAPROXY, KUBECTL, NGINX, NPM, PROMETHEUS, PROMTOOL -> List.of();
    };
  }

  private boolean passesProbe() {
    List<String> call = new ArrayList<>(List.of(path()));
    call.addAll(probe());
    try {
      Process process =
          new ProcessBuilder(call)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends a test without a verdict. */
  static final class Unusable extends TestAbortedException {
    private static final long serialVersionUID = 1L;

    private final Tool tool;

    private Unusable(Tool tool, String complaint) {
      super(complaint);
      this.tool = tool;
    }

    /** The tool that is of no use. */
    Tool tool() {
      return tool;
    }
  }
}
