package io.waitroom.lab.dev;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a development start on a broker that was given. */
final class DevTopics {
  private static final int CALL_LIMIT_SECONDS = 10;

  private DevTopics() {}

  /**
   * Makes the topics that are not there yet, replicated as the broker thinks best.
   *
   * @throws KafkaException when the broker is away or refuses
   */
  static void create(String brokers, int partitions, List<String> names)
      throws InterruptedException {
    List<NewTopic> topics =
        names.stream()
            .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
            .toList();
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            brokers,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            CALL_LIMIT_SECONDS * 1_000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            CALL_LIMIT_SECONDS * 1_000);
    try (Admin admin = Admin.create(config)) {
      for (KafkaFuture<Void> made : admin.createTopics(topics).values().values()) {
        awaitMade(made);
      }
    }
  }

  private static void awaitMade(KafkaFuture<Void> made) throws InterruptedException {
    try {
      made.get(CALL_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException(e.getCause());
      }
    } catch (TimeoutException e) {
      throw new KafkaException(e);
    }
  }
}
