package io.waitroom.testkit;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** An outbox with the short form that only tests need. */
public interface TestOutbox extends Outbox {
  /** Claims from the oldest event on. */
  default List<Entry> claim(EventId eventId, String owner, Duration lease, int batch) {
    return claim(eventId, owner, lease, Progress.NONE, batch);
  }

  /** Returns an outbox with the short form beside its own. */
  static TestOutbox of(Outbox outbox) {
    return new Lengthened(outbox);
  }

  /**
   * An outbox behind the short form.
   *
   * @param outbox does the work
   */
  record Lengthened(Outbox outbox) implements TestOutbox {
    @Override
    public List<Entry> claim(
        EventId eventId, String owner, Duration lease, Progress progress, int batch) {
      return outbox.claim(eventId, owner, lease, progress, batch);
    }

    @Override
    public void done(EventId eventId, String owner, Collection<String> ids) {
      outbox.done(eventId, owner, ids);
    }

    @Override
    public void release(EventId eventId, String owner) {
      outbox.release(eventId, owner);
    }
  }
}
