package io.waitroom.work;

import io.waitroom.room.EventId;
import io.waitroom.room.Relay;
import java.time.Duration;

/**
 * One round of delivering an event's outbox: at once while there is more, patiently while the
 * broker is away.
 */
final class RelayStep implements Loop.Step {
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** Longer than others idle, so that one of them, whose broker may answer, has its turn. */
  private static final Duration AFTER_FAILURE = IDLE.plusMillis(500);

  private final EventId eventId;
  private final Relay relay;

  RelayStep(EventId eventId, Relay relay) {
    this.eventId = eventId;
    this.relay = relay;
  }

  @Override
  public Loop.Pause run() {
    return switch (relay.deliver(eventId)) {
      case IDLE, DELIVERED -> Loop.Pause.untilWoken(IDLE);
      case MORE -> Loop.Pause.untilWoken(Duration.ZERO);
      case FAILED -> Loop.Pause.firm(AFTER_FAILURE);
    };
  }
}
