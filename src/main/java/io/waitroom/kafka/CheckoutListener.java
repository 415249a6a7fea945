package io.waitroom.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;

/**
 * Listens to what became of checkouts. The methods return subscribers because only that signature
 * gives a whole poll at once and key and headers with it.
 */
@ApplicationScoped
class CheckoutListener {
  private final CheckoutHandler handler;

  @Inject
  CheckoutListener(CheckoutHandler handler) {
    this.handler = handler;
  }

  @Incoming(Channels.CHECKOUT_COMPLETED)
  Subscriber<Message<byte[]>> completed() {
    return new IncomingSubscriber(IncomingKind.COMPLETED, handler);
  }

  @Incoming(Channels.CHECKOUT_FAILED)
  Subscriber<Message<byte[]>> failed() {
    return new IncomingSubscriber(IncomingKind.FAILED, handler);
  }

  @Incoming(Channels.CHECKOUT_EXPIRED)
  Subscriber<Message<byte[]>> expired() {
    return new IncomingSubscriber(IncomingKind.EXPIRED, handler);
  }
}
