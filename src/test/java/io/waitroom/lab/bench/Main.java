package io.waitroom.lab.bench;

import io.waitroom.lab.load.Arguments;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The main class behind {@code mvn -Pbench}. Ends with 0 when every figure was measured, whatever
 * it says; with 1 when one could not be, or when {@code strict} was asked for and a goal is missed;
 * with 2 when it does not understand what it is asked.
 */
final class Main {
  private static final Set<String> NAMES =
      Set.of("figures", "repeats", "seconds", "quick", "strict", "output");

  private Main() {}

  /**
   * Measures.
   *
   * @param arguments {@code name=value} each
   */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(arguments));
  }

  private static int run(String[] given) throws IOException {
    Arguments arguments;
    List<Figure> figures;
    RunLength effort;
    try {
      arguments = Arguments.of(given, NAMES);
      figures = Figures.named(arguments.text("figures").orElse(""));
      effort = RunLength.of(arguments);
    } catch (IllegalArgumentException e) {
      say(String.valueOf(e.getMessage()));
      return 2;
    }
    Path output = Path.of(arguments.text("output").orElse("target/bench"));
    BenchReport report =
        new BenchReport(
            effort, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    try (BenchEnvironment lab = new BenchEnvironment(effort, output)) {
      figures.forEach(figure -> measure(figure, lab, report));
    }
    String text = report.text();
    Files.writeString(output.resolve("bench.md"), text);
    System.out.println("\n" + text);
    boolean strict = arguments.flag("strict");
    return report.hasFailures() || (strict && !report.isReached()) ? 1 : 0;
  }

  /** One that cannot be measured keeps nobody from the others. */
  private static void measure(Figure figure, BenchEnvironment lab, BenchReport report) {
    say("measuring " + figure.name());
    long start = System.nanoTime();
    try {
      report.add(figure.run(lab));
      say("%s took %.0f s".formatted(figure.name(), (System.nanoTime() - start) / 1e9));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      say(figure.name() + " failed: " + e);
      report.failed(figure, e);
    }
  }

  private static void say(String line) {
    System.out.println("bench: " + line);
  }
}
