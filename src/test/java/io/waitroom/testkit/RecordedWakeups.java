package io.waitroom.testkit;

import io.waitroom.room.EventId;
import io.waitroom.room.Wakeups;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Wake-ups as words such as {@code joined concert-2024}, in the order they came. Thread-safe. */
public final class RecordedWakeups implements Wakeups {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void joined(EventId eventId) {
    heard.add("joined " + eventId);
  }

  @Override
  public void admissionPossible(EventId eventId) {
    heard.add("admission " + eventId);
  }

  @Override
  public void outboxFilled(EventId eventId) {
    heard.add("outbox " + eventId);
  }

  /** Returns what was heard so far: the list itself, which grows and may be cleared. */
  public List<String> heard() {
    return heard;
  }
}
