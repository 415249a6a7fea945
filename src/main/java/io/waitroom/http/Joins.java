package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.JoinRequest;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.Rooms;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import jakarta.inject.Inject;
import java.util.Optional;

/** How a place is taken over HTTP: through the gate, by one step of the room, told to the loops. */
@Service
public class Joins {
  /** A place and whose it is. */
  public record Taken(UserId userId, JoinResult.Joined place) {}

  private final WaitingRoom waitingRoom;
  private final Rooms rooms;
  private final Wakeups wakeups;
  private final JoinGate gate;

  @Inject
  public Joins(WaitingRoom waitingRoom, Rooms rooms, Wakeups wakeups, JoinGate gate) {
    this.waitingRoom = waitingRoom;
    this.rooms = rooms;
    this.wakeups = wakeups;
    this.gate = gate;
  }

  /**
   * Takes a place, or finds the one that the caller shows to be theirs.
   *
   * @throws ProblemException when there is none to be had
   */
  public Taken join(JoinRequest request, ServerRequest caller) {
    EventId event = request.eventId();
    JoinGate.Buyer buyer = gate.identify(request, caller);
    RoomSnapshot room = rooms.find(event).orElseThrow(() -> PathIds.noSuchEvent(event));
    JoinAttempt applicant = gate.applicant(buyer, request, caller, room);
    return switch (take(event, applicant)) {
      case JoinResult.Joined place -> new Taken(applicant.userId(), place);
      case JoinResult.AlreadyJoined() ->
          throw new ProblemException(
              Problem.ALREADY_JOINED,
              "The user has a place already; its session_id was given to whoever joined first");
      case JoinResult.RoomClosed(RoomState state) ->
          throw new ProblemException(Problem.ROOM_CLOSED, "The room is " + state.word());
      case JoinResult.QueueFull() ->
          throw new ProblemException(
              Problem.QUEUE_FULL, "The room can take in nobody more at the moment");
      case JoinResult.TooManyJoins(var retryAfter) ->
          throw ProblemException.retryAfter(
              Problem.TOO_MANY_JOINS, "The client has used up its joins", retryAfter);
      case JoinResult.ProofSpent() ->
          throw new ProblemException(Problem.PROOF_INVALID, "altcha was used for another place");
      case JoinResult.NoSuchEvent() -> throw PathIds.noSuchEvent(event);
    };
  }

  /**
   * A proof of work for an event, to be solved before a join.
   *
   * @throws ProblemException when there is no such event
   */
  public byte[] challenge(EventId event) {
    if (rooms.find(event).isEmpty()) {
      throw PathIds.noSuchEvent(event);
    }
    return gate.challenge(event);
  }

  /**
   * Takes a place for a visitor of the page, who has no name, or finds the one that they have.
   *
   * @param retryKey the visitor's secret
   * @param altcha a solved challenge; empty where there is none
   * @return {@code ProofSpent} also where a proof is needed and there is none that is good, and
   *     {@code RoomClosed} where buyers have to show who they are
   */
  public JoinResult join(
      EventId event,
      UserId visitor,
      String retryKey,
      Optional<String> altcha,
      ServerRequest caller) {
    Optional<RoomSnapshot> room = rooms.find(event);
    if (room.isEmpty()) {
      return new JoinResult.NoSuchEvent();
    }
    if (!gate.isOpenToStrangers()) {
      return new JoinResult.RoomClosed(room.get().state());
    }
    JoinRequest request = new JoinRequest(event, Optional.of(visitor), altcha);
    JoinGate.Buyer buyer = new JoinGate.Buyer(visitor, false, Optional.of(retryKey));
    try {
      return take(event, gate.applicant(buyer, request, caller, room.get()));
    } catch (ProblemException e) {
      return new JoinResult.ProofSpent();
    }
  }

  /** Whether a join of the event needs a proof of work at the moment. */
  public boolean isProofNeeded(RoomSnapshot room) {
    return gate.isProofNeeded(room);
  }

  private JoinResult take(EventId event, JoinAttempt applicant) {
    JoinResult result = waitingRoom.join(event, applicant);
    if (result instanceof JoinResult.Joined place && place.created()) {
      wakeups.joined(event);
    }
    return result;
  }
}
