package io.waitroom.kafka.outbound;

/** The beans of this package, for a container without discovery. */
public final class OutboundBeans {
  private OutboundBeans() {}

  /** Their classes. */
  public static Class<?>[] classes() {
    return new Class<?>[] {EventCodec.class, OutgoingEmitters.class, OutboxRelay.class};
  }
}
