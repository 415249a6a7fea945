package io.waitroom.kafka.inbound;

import io.helidon.messaging.connectors.kafka.KafkaMessage;
import io.waitroom.kafka.client.KafkaHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Listens to what became of checkouts. The methods return subscribers because only that signature
 * gives a whole poll at once and key and headers with it; they are public because Helidon calls
 * them by reflection.
 */
@ApplicationScoped
public class CheckoutListener {
  private static final System.Logger LOGGER = System.getLogger(CheckoutListener.class.getName());

  private final CheckoutHandler handler;
  private final KafkaHealth health;

  @Inject
  CheckoutListener(CheckoutHandler handler, KafkaHealth health) {
    this.handler = handler;
    this.health = health;
  }

  /** The end of the channel. */
  @Incoming(IncomingKind.Channel.COMPLETED)
  public Subscriber<Message<byte[]>> completed() {
    return new Outcomes(IncomingKind.COMPLETED);
  }

  /** The end of the channel. */
  @Incoming(IncomingKind.Channel.FAILED)
  public Subscriber<Message<byte[]>> failed() {
    return new Outcomes(IncomingKind.FAILED);
  }

  /** The end of the channel. */
  @Incoming(IncomingKind.Channel.EXPIRED)
  public Subscriber<Message<byte[]>> expired() {
    return new Outcomes(IncomingKind.EXPIRED);
  }

  /**
   * The end of a channel: hands each message to the handler, in the polling thread, and acks it
   * when it was dealt with. Once the service stops, the rest of a batch is neither handled nor
   * acked.
   */
  private final class Outcomes implements Subscriber<Message<byte[]>> {
    private final IncomingKind kind;

    Outcomes(IncomingKind kind) {
      this.kind = kind;
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
}
