package io.waitroom.lab.crowd;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;

/**
 * The main class behind {@code mvn -Psimulate}. Ends with 0 when every promise was kept, 1 when one
 * was broken or the service could not be used, 2 when it does not understand what it is asked.
 */
final class Main {
  private Main() {}

  /**
   * Runs one simulation.
   *
   * @param arguments {@code name=value} each; see {@link CrowdOptions}
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    CrowdOptions options;
    try {
      options = CrowdOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      say(String.valueOf(e.getMessage()));
      return 2;
    }
    if (options.urls().isEmpty()) {
      say("starting Redis, Kafka and %d of the service".formatted(options.instances()));
    }
    try (Stage stage =
        options.urls().isEmpty()
            ? Stage.ofOurOwn(options.instances())
            : Stage.given(options, System.getenv())) {
      return new Simulation(options, stage, System.out).run().isKept() ? 0 : 1;
    } catch (IOException | IllegalStateException e) {
      say(String.valueOf(e.getMessage()));
      return 1;
    } catch (KafkaException e) {
      say("Kafka at %s: %s".formatted(options.brokers().orElse("its port"), e.getMessage()));
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void say(String line) {
    System.out.println("simulate: " + line);
  }
}
