package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.room.Outcome;

/** A kind of message that comes in: its channel, what it means and its topic. */
public enum IncomingKind {
  COMPLETED(Channel.COMPLETED, Outcome.COMPLETED),
  FAILED(Channel.FAILED, Outcome.FAILED),
  EXPIRED(Channel.EXPIRED, Outcome.EXPIRED);

  /** The channels' names, as in {@code microprofile-config.properties}. */
  static final class Channel {
    static final String COMPLETED = "checkout-completed";
    static final String FAILED = "checkout-failed";
    static final String EXPIRED = "checkout-expired";

    private Channel() {}
  }

  private final String channel;
  private final Outcome outcome;

  IncomingKind(String channel, Outcome outcome) {
    this.channel = channel;
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }

  /** A word for the kind. */
  String word() {
    return outcome.status().word();
  }

  String topic(Topics topics) {
    return switch (this) {
      case COMPLETED -> topics.completed();
      case FAILED -> topics.failed();
      case EXPIRED -> topics.expired();
    };
  }

  /** Returns the kind that comes through a channel. */
  public static IncomingKind ofChannel(String channel) {
    for (IncomingKind kind : values()) {
      if (kind.channel.equals(channel)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no incoming channel is called " + channel);
  }
}
