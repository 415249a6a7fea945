package io.waitroom.lab.crowd;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TestKeys;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The deployment that a simulation plays on.
 *
 * @param urls its replicas
 * @param brokers its Kafka; empty where that cannot be seen
 * @param topics the names of its topics
 * @param adminKey of its operator
 * @param stop ends what was started for it
 */
record Stage(
    List<URI> urls, Optional<String> brokers, Topics topics, String adminKey, Runnable stop)
    implements AutoCloseable {

  /** Redis, Kafka and replicas of our own, each a process, as packaged. */
  static Stage ofOurOwn(int instances) {
    Deployment deployment = Deployment.start();
    try {
      for (int i = 0; i < instances; i++) {
        deployment.starting(Map.of());
      }
      deployment.replicas().forEach(ServiceProcess::awaitReady);
    } catch (RuntimeException e) {
      deployment.close();
      throw e;
    }
    return new Stage(
        deployment.replicas().stream().map(replica -> URI.create(replica.url())).toList(),
        Optional.of(deployment.broker().bootstrapServers()),
        deployment.topics(),
        TestKeys.ADMIN_KEY,
        deployment::close);
  }

  /**
   * A service that runs already; its topics are renamed by the variables that rename them there.
   */
  static Stage given(CrowdOptions options, Map<String, String> environment) {
    return new Stage(
        options.urls(),
        options.brokers(),
        new Topics(
            topic(environment, "QUEUE_JOINED"),
            topic(environment, "QUEUE_LEFT"),
            topic(environment, "QUEUE_READY"),
            topic(environment, "CHECKOUT_COMPLETED"),
            topic(environment, "CHECKOUT_FAILED"),
            topic(environment, "CHECKOUT_EXPIRED")),
        options.adminKey().orElseThrow(),
        () -> {});
  }

  private static String topic(Map<String, String> environment, String name) {
    String renamed = environment.getOrDefault("KAFKA_TOPIC_" + name, "");
    return renamed.isBlank() ? name : renamed;
  }

  @Override
  public void close() {
    stop.run();
  }
}
