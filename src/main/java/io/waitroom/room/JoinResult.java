package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/** What became of a join. */
public sealed interface JoinResult {
  /**
   * A session, new or (asked for again with the same key) the one already held.
   *
   * @param ref the session
   * @param status {@code QUEUED}, or {@code ADMITTED} for a session asked for again
   * @param position 1 is next; 0 when admitted
   * @param queueLength people waiting
   * @param joinedAt when the user joined
   * @param expiresAt when the wait, or the lease when admitted, runs out
   * @param created whether this call made it
   */
  record Joined(
      SessionRef ref,
      SessionStatus status,
      long position,
      long queueLength,
      Instant joinedAt,
      Instant expiresAt,
      boolean created)
      implements JoinResult {}

  /** The user holds a session, and the caller did not show that it is theirs. */
  record AlreadyJoined() implements JoinResult {}

  /** The room takes nobody in. */
  record RoomClosed(RoomState state) implements JoinResult {}

  /** As many wait as the room allows, or as many events wait for the broker as Redis may hold. */
  record QueueFull() implements JoinResult {}

  /** The client has joined too often of late. */
  record TooManyJoins(Duration retryAfter) implements JoinResult {}

  /** The proof of work was used for another session. */
  record ProofSpent() implements JoinResult {}

  /** No such room. */
  record NoSuchEvent() implements JoinResult {}
}
