package io.waitroom.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The main class of {@link KafkaBroker}'s own JVM: formats the log directory unless that was done
 * before, then runs Kafka.
 */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs until SIGTERM.
   *
   * @param arguments the broker's properties file and its log directory
   */
  public static void main(String[] arguments) {
    String properties = arguments[0];
    Path logDirectory = Path.of(arguments[1]);
    if (!Files.exists(logDirectory.resolve("meta.properties"))) {
      String clusterId = Uuid.randomUuid().toString();
      int code =
          StorageTool.execute(
              new String[] {"format", "--cluster-id", clusterId, "--config", properties},
              System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {properties});
  }
}
