package io.waitroom.testkit;

import io.waitroom.room.LeaveReason;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SweepResult;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** One sweep step of a room in memory. */
final class InMemorySweep {
  private InMemorySweep() {}

  static SweepResult step(InMemoryRoom room, int batch, Instant now) {
    return room.removed ? clear(room, batch, now) : expire(room, batch, now);
  }

  private static SweepResult clear(InMemoryRoom room, int batch, Instant now) {
    List<Long> tickets =
        Stream.concat(room.processing.stream(), room.queue.stream()).limit(batch).toList();
    for (long ticket : tickets) {
      InMemorySession place = room.place(ticket, now).orElseThrow();
      room.endAndTell(place, SessionStatus.EVICTED, LeaveReason.EVICTED, now);
    }
    if (tickets.isEmpty() && room.outbox.isEmpty()) {
      return new SweepResult.Removed();
    }
    return new SweepResult.Evicted(tickets.size(), tickets.size() >= batch);
  }

  private static SweepResult expire(InMemoryRoom room, int batch, Instant now) {
    int expired = 0;
    while (expired < batch && !room.queue.isEmpty()) {
      InMemorySession place = room.place(room.queue.first(), now).orElseThrow();
      if (!room.endIfPassed(place, now)) {
        break;
      }
      expired++;
    }
    return new SweepResult.Swept(expired, expired >= batch);
  }
}
