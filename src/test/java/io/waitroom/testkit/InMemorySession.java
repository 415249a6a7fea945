package io.waitroom.testkit;

import io.waitroom.room.ClientName;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place as the waiting room in memory keeps it; mutable, guarded by its waiting room. */
final class InMemorySession {
  final long ticket;
  final UserId user;
  final Instant joinedAt;
  final Optional<String> retryKey;
  Optional<ClientName> client = Optional.empty();
  SessionStatus status = SessionStatus.QUEUED;
  @Nullable Instant admittedAt;
  @Nullable Instant leaseUntil;
  @Nullable Instant endedAt;

  /** Ended by the service's own guess that the buyer is gone, which a completion corrects. */
  boolean lapsed;

  InMemorySession(long ticket, UserId user, Instant joinedAt, Optional<String> retryKey) {
    this.ticket = ticket;
    this.user = user;
    this.joinedAt = joinedAt;
    this.retryKey = retryKey;
  }

  /** Whether the lease of an admitted place has run out. */
  boolean isLeaseOver(Instant now) {
    return leaseUntil != null && !leaseUntil.isAfter(now);
  }
}
