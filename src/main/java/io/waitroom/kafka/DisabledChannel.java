package io.waitroom.kafka;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The end of a channel when Kafka is switched off: what comes in is refused, so that no sender
 * waits for an ack; what should go out never comes.
 */
final class DisabledChannel implements Subscriber<Message<byte[]>> {
  /** Subscribes to nothing: neither a message nor an end ever comes. */
  static void of(Subscriber<?> subscriber) {
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {}
        });
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(Message<byte[]> message) {
    message.nack(new IllegalStateException("Kafka is switched off"));
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onComplete() {}
}
