package io.waitroom.kafka;

import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.inbound.IncomingChannels;
import io.waitroom.kafka.inbound.IncomingKind;
import io.waitroom.kafka.outbound.OutgoingKind;
import io.waitroom.kafka.outbound.OutgoingSubscriber;
import io.waitroom.ops.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;
import org.eclipse.microprofile.reactive.messaging.spi.IncomingConnectorFactory;
import org.eclipse.microprofile.reactive.messaging.spi.OutgoingConnectorFactory;
import org.eclipse.microprofile.reactive.streams.operators.PublisherBuilder;
import org.eclipse.microprofile.reactive.streams.operators.ReactiveStreams;
import org.eclipse.microprofile.reactive.streams.operators.SubscriberBuilder;

/**
 * Joins the six channels to Kafka: Helidon's publisher and subscriber over clients that outlive
 * outages and stop in order; or to nothing at all when Kafka is switched off.
 */
@ApplicationScoped
@Connector(WaitroomConnector.NAME)
public class WaitroomConnector implements IncomingConnectorFactory, OutgoingConnectorFactory {
  /** The connector's name in the configuration of a channel. */
  static final String NAME = "waitroom-kafka";

  private final KafkaSettings settings;
  private final IncomingChannels inlets;
  private final SharedProducer producer;
  private final BrokerProbe probe;
  private final KafkaHealth health;
  private final Metrics metrics;

  @Inject
  WaitroomConnector(
      KafkaSettings settings,
      IncomingChannels inlets,
      SharedProducer producer,
      BrokerProbe probe,
      KafkaHealth health,
      Metrics metrics) {
    this.settings = settings;
    this.inlets = inlets;
    this.producer = producer;
    this.probe = probe;
    this.health = health;
    this.metrics = metrics;
    Topics topics = settings.topics();
    metrics.expectTopics(
        List.of(topics.joined(), topics.left(), topics.ready()),
        List.of(topics.completed(), topics.failed(), topics.expired()));
  }

  @Override
  public PublisherBuilder<? extends Message<?>> getPublisherBuilder(Config config) {
    IncomingKind kind = IncomingKind.ofChannel(channel(config));
    return settings.enabled()
        ? ReactiveStreams.fromPublisher(inlets.open(kind))
        : ReactiveStreams.fromPublisher(DisabledChannel::of);
  }

  @Override
  public SubscriberBuilder<? extends Message<?>, Void> getSubscriberBuilder(Config config) {
    OutgoingKind kind = OutgoingKind.ofChannel(channel(config));
    return settings.enabled()
        ? ReactiveStreams.fromSubscriber(
            new OutgoingSubscriber(kind.topic(settings.topics()), producer, metrics, health))
        : ReactiveStreams.fromSubscriber(new DisabledChannel());
  }

  /** The producer's average batch in bytes; NaN when nothing was sent. */
  public double batchBytes() {
    return producer.batchBytes();
  }

  /** Starts to watch the broker; to be called when the channels are connected. */
  public void start() {
    if (settings.enabled()) {
      probe.start();
    } else {
      health.disabled();
    }
  }

  /** Lets each consumer finish its message and commit, then closes them. Idempotent. */
  public void stopConsumers() {
    inlets.close();
  }

  /** Waits, ten seconds at most, for what is being sent, and closes the producer. Idempotent. */
  public void stopProducer() {
    producer.close();
  }

  private static String channel(Config config) {
    return config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class);
  }
}
