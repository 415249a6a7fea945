package io.waitroom.kafka.outbound;

import io.helidon.messaging.connectors.kafka.KafkaSubscriber;
import io.waitroom.kafka.client.ClientFacade;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.ops.Metrics;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An outgoing channel's end: a {@link KafkaSubscriber} that failures do not kill.
 *
 * <p>A {@code KafkaSubscriber} cancels its channel for good at the first failed send, and logs a
 * stack trace for each. So a failure goes round it, straight to the message's own nack, and it only
 * ever learns of acks. It asks for any number of messages; the sender bounds what is under way.
 *
 * <p>Public, and with a producer's methods, for {@link ClientFacade}.
 */
public final class OutgoingSubscriber implements Subscriber<Message<byte[]>> {
  private final String topic;
  private final SharedProducer producer;
  private final Runnable sent;
  private final Runnable failed;
  private final KafkaHealth health;
  private final KafkaSubscriber<byte[], byte[]> delegate;

  /** Who is being sent: onNext is serial, and the delegate sends within it. */
  private @Nullable Message<byte[]> current;

  public OutgoingSubscriber(
      String topic, SharedProducer producer, Metrics metrics, KafkaHealth health) {
    this.topic = topic;
    this.producer = producer;
    this.sent = metrics.messagesSent(topic);
    this.failed = metrics.sendsFailed(topic);
    this.health = health;
    this.delegate =
        KafkaSubscriber.<byte[], byte[]>builder()
            .producerSupplier(() -> ClientFacade.of(Producer.class, this))
            .topics(List.of(topic))
            .backpressure(Long.MAX_VALUE)
            .build();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    delegate.onSubscribe(
        new Subscription() {
          @Override
          public void request(long count) {
            subscription.request(count);
          }

          @Override
          public void cancel() {
            health.channelDied("to " + topic);
            subscription.cancel();
          }
        });
  }

  @Override
  public void onNext(Message<byte[]> message) {
    current = message;
    delegate.onNext(message);
  }

  @Override
  public void onError(Throwable failure) {
    health.channelDied("to " + topic);
    delegate.onError(failure);
  }

  @Override
  public void onComplete() {
    delegate.onComplete();
  }

  /** As the delegate sends, within {@link #onNext}; it looks at its callback only. */
  public @Nullable Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> record, Callback acked) {
    Message<byte[]> sender = current;
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            sent.run();
            acked.onCompletion(metadata, null);
          } else {
            failed.run();
            if (sender != null) {
              var _ = sender.nack(failure);
            }
          }
        });
    return null;
  }

  /** Closes nothing: the producer is shared. */
  public void close() {}
}
