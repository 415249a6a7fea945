package io.waitroom.kafka;

import io.waitroom.kafka.KafkaSettings.Topics;
import io.waitroom.room.Outcome;

/** A kind of message that comes in: its channel, what it means and its topic. */
enum IncomingKind {
  COMPLETED(Channels.CHECKOUT_COMPLETED, Outcome.COMPLETED),
  FAILED(Channels.CHECKOUT_FAILED, Outcome.FAILED),
  EXPIRED(Channels.CHECKOUT_EXPIRED, Outcome.EXPIRED);

  private final String channel;
  private final Outcome outcome;

  IncomingKind(String channel, Outcome outcome) {
    this.channel = channel;
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }

  String topic(Topics topics) {
    return switch (this) {
      case COMPLETED -> topics.completed();
      case FAILED -> topics.failed();
      case EXPIRED -> topics.expired();
    };
  }

  static IncomingKind ofChannel(String channel) {
    for (IncomingKind kind : values()) {
      if (kind.channel.equals(channel)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no incoming channel is called " + channel);
  }
}
