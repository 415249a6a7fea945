package io.waitroom.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;

/**
 * Listens to what became of checkouts. The methods return subscribers because only that signature
 * gives a whole poll at once and key and headers with it; they are public because Helidon calls
 * them by reflection.
 */
@ApplicationScoped
public class CheckoutListener {
  private final CheckoutHandler handler;
  private final KafkaHealth health;

  @Inject
  CheckoutListener(CheckoutHandler handler, KafkaHealth health) {
    this.handler = handler;
    this.health = health;
  }

  /** The end of the channel. */
  @Incoming(Channels.CHECKOUT_COMPLETED)
  public Subscriber<Message<byte[]>> completed() {
    return new IncomingSubscriber(IncomingKind.COMPLETED, handler, health);
  }

  /** The end of the channel. */
  @Incoming(Channels.CHECKOUT_FAILED)
  public Subscriber<Message<byte[]>> failed() {
    return new IncomingSubscriber(IncomingKind.FAILED, handler, health);
  }

  /** The end of the channel. */
  @Incoming(Channels.CHECKOUT_EXPIRED)
  public Subscriber<Message<byte[]>> expired() {
    return new IncomingSubscriber(IncomingKind.EXPIRED, handler, health);
  }
}
