package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomState;
import io.waitroom.room.UserId;
import java.time.Duration;

/** What becomes of a join. */
public sealed interface JoinDecision {
  /**
   * The buyer holds a session, new or the one that they showed to be theirs.
   *
   * @param result as the room answered
   */
  record Joined(String sessionId, UserId userId, JoinResult.Joined result)
      implements JoinDecision {}

  /** The buyer holds no session by this call. */
  sealed interface Refused extends JoinDecision {}

  /** Buyers have to show who they are, and this one did not. */
  record IdentityRequired() implements Refused {}

  /**
   * The token shows nobody.
   *
   * @param flaw what is wrong with it, to follow "The bearer token is"
   */
  record IdentityInvalid(String flaw) implements Refused {}

  /** Neither a token nor the request names the user. */
  record UserMissing() implements Refused {}

  /** The request names another user than the token. */
  record UserMismatch() implements Refused {}

  /** A proof of work is needed, and there was none. */
  record ProofRequired(EventId event) implements Refused {}

  /** The proof of work is wrong, forged, expired, or of another event. */
  record ProofInvalid() implements Refused {}

  /** The proof of work was used for another session. */
  record ProofSpent() implements Refused {}

  /** The user holds a session, and the caller did not show that it is theirs. */
  record AlreadyJoined() implements Refused {}

  /** The room takes nobody in. */
  record RoomClosed(RoomState state) implements Refused {}

  /** The queue, or what waits for the broker, is as long as it may be. */
  record QueueFull() implements Refused {}

  /** The client has joined too often of late. */
  record TooManyJoins(Duration retryAfter) implements Refused {}

  /** The event has no room. */
  record NoSuchEvent(EventId event) implements Refused {}
}
