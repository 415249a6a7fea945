package io.waitroom.testkit;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One admission step of a room in memory. */
final class InMemoryAdmission {
  private InMemoryAdmission() {}

  static AdmitResult.Step step(InMemoryRoom room, int batch, Instant now) {
    int lapsed = takeBackLapsed(room, batch, now);
    long tokens = room.milliTokens(now);
    int free = room.settings.maxConcurrent() - room.processing.size();
    int allowed =
        room.state.admits() ? Math.clamp(tokens / 1_000, 0, Math.max(0, Math.min(free, batch))) : 0;
    List<Duration> waits = new ArrayList<>();
    int timedOut = 0;
    int inversions = 0;
    for (int touched = 0; waits.size() < allowed && touched < batch; touched++) {
      if (room.queue.isEmpty()) {
        break;
      }
      InMemorySession head = room.place(room.queue.first(), now).orElseThrow();
      if (room.endIfPassed(head, now)) {
        timedOut++;
        continue;
      }
      room.admit(head, now);
      waits.add(Duration.between(head.joinedAt, now));
      inversions += head.ticket < room.lastAdmitted ? 1 : 0;
      room.lastAdmitted = Math.max(room.lastAdmitted, head.ticket);
    }
    long left = tokens - 1_000L * waits.size();
    int over = 0;
    if (!waits.isEmpty()) {
      room.countAdmissions(waits.size(), left, now);
      over = Math.max(0, room.processing.size() - room.settings.maxConcurrent());
    }
    AdmitResult.Limit limit = limit(room, free - waits.size(), left);
    Duration next = limit == AdmitResult.Limit.RATE ? untilToken(room, left) : Duration.ZERO;
    return new AdmitResult.Step(waits, lapsed, timedOut, over, inversions, limit, next);
  }

  private static int takeBackLapsed(InMemoryRoom room, int batch, Instant now) {
    List<InMemorySession> due =
        room.processing.stream()
            .map(ticket -> room.place(ticket, now).orElseThrow())
            .filter(place -> place.status == SessionStatus.ADMITTED)
            .filter(place -> !room.deadline(place).isAfter(now))
            .sorted(Comparator.comparing(room::deadline))
            .limit(batch)
            .toList();
    due.forEach(place -> room.endIfPassed(place, now));
    return due.size();
  }

  private static AdmitResult.Limit limit(InMemoryRoom room, int free, long milliTokens) {
    if (!room.state.admits()) {
      return AdmitResult.Limit.STATE;
    }
    if (room.queue.isEmpty()) {
      return AdmitResult.Limit.EMPTY;
    }
    if (free <= 0) {
      return AdmitResult.Limit.SLOTS;
    }
    return milliTokens < 1_000 ? AdmitResult.Limit.RATE : AdmitResult.Limit.BATCH;
  }

  private static Duration untilToken(InMemoryRoom room, long milliTokens) {
    return Duration.ofMillis(Math.ceilDiv(1_000 - milliTokens, room.settings.releaseRate()));
  }
}
