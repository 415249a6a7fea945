package io.waitroom.service;

import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import java.time.Duration;
import java.util.Optional;

/** Lets buyers join: by the policy first, then by one step of the room. Thread-safe. */
public final class JoinService {
  private final JoinPolicy policy;
  private final Rooms rooms;
  private final WaitingRoom waitingRoom;
  private final SessionIds sessionIds;

  public JoinService(
      JoinPolicy policy, Rooms rooms, WaitingRoom waitingRoom, SessionIds sessionIds) {
    this.policy = policy;
    this.rooms = rooms;
    this.waitingRoom = waitingRoom;
    this.sessionIds = sessionIds;
  }

  /**
   * Lets a buyer join, or finds the session that they show to be theirs.
   *
   * @param user whom the request names; empty where the caller's token alone says who asks
   * @param solution a solved challenge; empty where there is none
   * @throws io.waitroom.room.RoomUnavailableException when Redis, or whoever issues buyers' tokens,
   *     cannot be asked
   */
  public JoinDecision join(
      EventId event, Optional<UserId> user, Optional<String> solution, Caller caller) {
    return switch (policy.identify(user, caller)) {
      case JoinPolicy.Refusal(var refused) -> refused;
      case JoinPolicy.Buyer buyer -> join(event, buyer, solution);
    };
  }

  private JoinDecision join(EventId event, JoinPolicy.Buyer buyer, Optional<String> solution) {
    Optional<RoomSnapshot> room = rooms.find(event);
    if (room.isEmpty()) {
      return new JoinDecision.NoSuchEvent(event);
    }
    return switch (policy.terms(room.get(), buyer, solution)) {
      case JoinPolicy.Refusal(var refused) -> refused;
      case JoinPolicy.Granted(JoinAttempt attempt) -> join(event, attempt);
    };
  }

  private JoinDecision join(EventId event, JoinAttempt attempt) {
    return switch (waitingRoom.join(event, attempt)) {
      case JoinResult.Joined joined ->
          new JoinDecision.Joined(sessionIds.issue(joined.ref()), attempt.userId(), joined);
      case JoinResult.AlreadyJoined() -> new JoinDecision.AlreadyJoined();
      case JoinResult.RoomClosed(RoomState state) -> new JoinDecision.RoomClosed(state);
      case JoinResult.QueueFull() -> new JoinDecision.QueueFull();
      case JoinResult.TooManyJoins(Duration retryAfter) ->
          new JoinDecision.TooManyJoins(retryAfter);
      case JoinResult.ProofSpent() -> new JoinDecision.ProofSpent();
      case JoinResult.NoSuchEvent() -> new JoinDecision.NoSuchEvent(event);
    };
  }

  /** Returns what a join has to bring at the moment. */
  public JoinNeeds needs(RoomSnapshot room) {
    return policy.needs(room);
  }

  /** Returns a challenge to be solved before a join; empty when there is no such event. */
  public Optional<ProofOfWork.Challenge> challenge(EventId event) {
    return rooms.find(event).map(policy::challenge);
  }
}
