package io.waitroom.kafka.inbound;

/** The beans of this package, for a container without discovery. */
public final class InboundBeans {
  private InboundBeans() {}

  /** Their classes. */
  public static Class<?>[] classes() {
    return new Class<?>[] {
      IncomingChannels.class, DeadLetters.class, CheckoutHandler.class, CheckoutListener.class
    };
  }
}
