package io.waitroom.lab.crowd;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.testkit.Client;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A shop that reports over Kafka, as production does. */
final class KafkaShop implements Shop {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaProducer<String, String> producer;
  private final Topics topics;
  private final String event;
  private final Tally tally;

  KafkaShop(String brokers, Topics topics, String event, Tally tally) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers, "acks", "all"),
            new StringSerializer(),
            new StringSerializer());
    this.topics = topics;
    this.event = event;
    this.tally = tally;
  }

  @Override
  public void report(Ending ending, String sessionId, String user) {
    String topic =
        switch (ending) {
          case COMPLETES -> topics.completed();
          case FAILS -> topics.failed();
          case LEAVES -> throw new IllegalArgumentException("who leaves tells the service");
        };
    var message = new ProducerRecord<>(topic, sessionId, Client.report(event, sessionId, user));
    var _ =
        producer.send(
            message,
            (_, failure) -> {
              if (failure != null) {
                tally.complain("the broker did not take a report: " + failure.getMessage());
              }
            });
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
