package io.waitroom.lab.faults;

import io.waitroom.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Messages that nobody can use, thousands of them, between the true ones. */
final class PoisonMessages implements FaultCase.Strike {
  private static final List<String> KINDS = List.of("COMPLETED", "FAILED", "EXPIRED");
  private static final int NOISE_BYTES = 200;
  private static final int NESTING = 5_000;

  @Override
  public void run(Trial trial) {
    Shop shop = trial.deployment().shop();
    Random random = trial.scene().random(-1);
    int count = trial.scale().poison();
    for (int i = 0; i < count; i++) {
      shop.send(KINDS.get(i % KINDS.size()), "poison-" + i, poison(trial, random, i));
    }
    shop.flush();
    trial.healed();
  }

  @Override
  public void inspect(Trial trial) {
    long dead = deadLetters(trial.deployment());
    int count = trial.scale().poison();
    trial.expect(dead == count, "%d of %d unusable messages are kept".formatted(dead, count));
  }

  private static byte[] poison(Trial trial, Random random, int number) {
    String event = trial.scene().event();
    return switch (number % 8) {
      case 0 -> "not json at all".getBytes(StandardCharsets.UTF_8);
      case 1 -> new byte[0];
      case 2 -> "{\"session_id\":\"%s.1\"}".formatted(event).getBytes(StandardCharsets.UTF_8);
      case 3 -> report(event + ".1.k1AAAAAAAAAAAAAAAAAAAAAA", event, "user-" + number);
      case 4 -> report(".".repeat(number % 60), event, "user-" + number);
      case 5 -> "[".repeat(NESTING).getBytes(StandardCharsets.UTF_8);
      case 6 -> report("nobody.1.k1AAAAAAAAAAAAAAAAAAAAAA", "nobody", "");
      default -> {
        byte[] noise = new byte[NOISE_BYTES];
        random.nextBytes(noise);
        yield noise;
      }
    };
  }

  private static byte[] report(String sessionId, String event, String user) {
    return "{\"session_id\":\"%s\",\"event_id\":\"%s\",\"user_id\":\"%s\"}"
        .formatted(sessionId, event, user)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** How many of the poisoned messages are there, whether once or more often. */
  private static long deadLetters(FaultDeployment deployment) {
    String[] topics = KINDS.stream().map(deployment.topics()::deadLetters).toArray(String[]::new);
    try (TopicReader reader = new TopicReader(deployment.broker().bootstrapServers(), topics)) {
      return reader.readToEnd().stream()
          .map(ConsumerRecord::key)
          .filter(key -> key.startsWith("poison-"))
          .distinct()
          .count();
    }
  }
}
