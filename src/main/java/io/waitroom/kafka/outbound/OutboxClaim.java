package io.waitroom.kafka.outbound;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * A room's outbox as one replica uses it: {@link Outbox} with the event and the owner filled in.
 *
 * @param owner this replica; others leave the outbox alone while its claim lasts
 */
record OutboxClaim(Outbox outbox, EventId eventId, String owner) {
  List<Outbox.Entry> next(Duration lease, Outbox.Progress progress, int batch) {
    return outbox.claim(eventId, owner, lease, progress, batch);
  }

  void done(Collection<String> ids) {
    outbox.done(eventId, owner, ids);
  }

  void release() {
    outbox.release(eventId, owner);
  }
}
