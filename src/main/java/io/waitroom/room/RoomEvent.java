package io.waitroom.room;

import java.time.Instant;

/** Something the company is told, written in the same step as the change it tells of. */
public sealed interface RoomEvent {
  /** Whose session. */
  SessionRef ref();

  /** The user of the session. */
  UserId userId();

  /** When it happened, by Redis's clock. */
  Instant at();

  /**
   * Somebody joined.
   *
   * @param position theirs at that moment, 1 is next
   */
  record Joined(SessionRef ref, UserId userId, Instant at, long position) implements RoomEvent {}

  /** Somebody's session ended without a checkout outcome. */
  record Left(SessionRef ref, UserId userId, Instant at, LeaveReason reason) implements RoomEvent {}

  /**
   * Somebody was admitted.
   *
   * @param leaseUntil when their slot is taken back
   */
  record Ready(SessionRef ref, UserId userId, Instant at, Instant leaseUntil)
      implements RoomEvent {}
}
