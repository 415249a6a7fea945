package io.waitroom.kafka;

/** The names of the six channels, as in {@code microprofile-config.properties}. */
final class Channels {
  static final String QUEUE_JOINED = "queue-joined";
  static final String QUEUE_LEFT = "queue-left";
  static final String QUEUE_READY = "queue-ready";
  static final String CHECKOUT_COMPLETED = "checkout-completed";
  static final String CHECKOUT_FAILED = "checkout-failed";
  static final String CHECKOUT_EXPIRED = "checkout-expired";

  private Channels() {}
}
