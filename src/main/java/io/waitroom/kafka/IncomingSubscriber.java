package io.waitroom.kafka;

import io.helidon.messaging.connectors.kafka.KafkaMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * An incoming channel's end: hands each message to the handler, in the polling thread, and acks it
 * when it was dealt with. Once the service stops, the rest of a batch is neither handled nor acked.
 */
final class IncomingSubscriber implements Subscriber<Message<byte[]>> {
  private static final System.Logger LOGGER = System.getLogger(IncomingSubscriber.class.getName());

  private final IncomingKind kind;
  private final CheckoutHandler handler;
  private final KafkaHealth health;

  IncomingSubscriber(IncomingKind kind, CheckoutHandler handler, KafkaHealth health) {
    this.kind = kind;
    this.handler = handler;
    this.health = health;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void onNext(Message<byte[]> message) {
    var received = (KafkaMessage<byte[], byte[]>) message;
    ConsumerRecord<byte[], byte[]> content = received.getConsumerRecord().orElseThrow();
    handler.handle(kind, content, message::ack);
  }

  @Override
  public void onError(Throwable failure) {
    LOGGER.log(System.Logger.Level.ERROR, "channel of " + kind + " is dead", failure);
    health.channelDied("of " + kind);
  }

  @Override
  public void onComplete() {
    LOGGER.log(System.Logger.Level.DEBUG, "channel of {0} is complete", kind);
  }
}
