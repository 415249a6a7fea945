package io.waitroom.kafka.outbound;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.room.RoomEvent;

/** A kind of event that goes out: its channel, its type in the contract and its topic. */
public enum OutgoingKind {
  JOINED(Channel.JOINED, "QUEUE_JOINED"),
  LEFT(Channel.LEFT, "QUEUE_LEFT"),
  READY(Channel.READY, "QUEUE_READY");

  /** The channels' names, as in {@code microprofile-config.properties}. */
  static final class Channel {
    static final String JOINED = "queue-joined";
    static final String LEFT = "queue-left";
    static final String READY = "queue-ready";

    private Channel() {}
  }

  private final String channel;
  private final String type;

  OutgoingKind(String channel, String type) {
    this.channel = channel;
    this.type = type;
  }

  /** What the contract calls it, whatever its topic is called. */
  String type() {
    return type;
  }

  /** Returns the name of its topic. */
  public String topic(Topics topics) {
    return switch (this) {
      case JOINED -> topics.joined();
      case LEFT -> topics.left();
      case READY -> topics.ready();
    };
  }

  static OutgoingKind of(RoomEvent event) {
    return switch (event) {
      case RoomEvent.Joined _ -> JOINED;
      case RoomEvent.Left _ -> LEFT;
      case RoomEvent.Ready _ -> READY;
    };
  }

  /** Returns the kind that goes through a channel. */
  public static OutgoingKind ofChannel(String channel) {
    for (OutgoingKind kind : values()) {
      if (kind.channel.equals(channel)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no outgoing channel is called " + channel);
  }
}
