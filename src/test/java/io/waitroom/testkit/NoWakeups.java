package io.waitroom.testkit;

import io.waitroom.room.EventId;
import io.waitroom.room.Wakeups;

/** Hears no wake-up. */
public class NoWakeups implements Wakeups {
  @Override
  public void joined(EventId eventId) {}

  @Override
  public void admissionPossible(EventId eventId) {}

  @Override
  public void outboxFilled(EventId eventId) {}
}
