package io.waitroom.redis;

import io.waitroom.redis.script.Reply;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import java.util.stream.IntStream;

/**
 * Decodes what scripts answer into the sealed results of the room; the only place that knows their
 * words and order.
 */
final class ScriptReplies {
  private ScriptReplies() {}

  static JoinResult join(EventId eventId, Reply reply) {
    return switch (reply.word()) {
      case "JOINED" ->
          new JoinResult.Joined(
              ref(eventId, reply),
              SessionStatus.QUEUED,
              reply.number(3),
              reply.number(4),
              reply.instant(5),
              reply.instant(6),
              true);
      case "HELD" ->
          new JoinResult.Joined(
              ref(eventId, reply),
              SessionStatus.of(reply.text(3)),
              reply.number(4),
              reply.number(5),
              reply.instant(6),
              reply.instant(7),
              false);
      case "ALREADY" -> new JoinResult.AlreadyJoined();
      case "CLOSED" -> new JoinResult.RoomClosed(RoomState.of(reply.text(0)));
      case "FULL" -> new JoinResult.QueueFull();
      case "LIMITED" -> new JoinResult.TooManyJoins(reply.millis(0));
      case "SPENT" -> new JoinResult.ProofSpent();
      case "NO_ROOM" -> new JoinResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  private static SessionRef ref(EventId eventId, Reply reply) {
    return new SessionRef(eventId, reply.text(1), reply.number(0), reply.text(2));
  }

  static Standing standing(Reply reply) {
    return switch (reply.word()) {
      case "QUEUED" -> new Standing.Queued(reply.number(0), reply.number(1));
      case "ADMITTED" ->
          new Standing.Admitted(
              new UserId(reply.text(0)),
              reply.number(1),
              reply.instant(2),
              reply.instant(3),
              reply.instant(4));
      case "ENDED" ->
          new Standing.Ended(
              new UserId(reply.text(0)),
              SessionStatus.of(reply.text(1)),
              reply.instant(2),
              reply.instant(3),
              reply.number(4) == 1);
      case "GONE" -> new Standing.Gone();
      case "NO_ROOM" -> new Standing.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  static EnterResult enter(Reply reply) {
    return switch (reply.word()) {
      case "ENTERED" ->
          new EnterResult.Entered(
              new UserId(reply.text(0)), reply.instant(1), reply.instant(2), reply.number(3) == 1);
      case "CLAIMED" -> new EnterResult.ClaimedByAnother();
      case "LAPSED" -> new EnterResult.LeaseOver();
      case "NO_SLOT" -> new EnterResult.NoSlot();
      case "NO_ROOM" -> new EnterResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  static LeaveResult leave(Reply reply) {
    return switch (reply.word()) {
      case "LEFT" ->
          new LeaveResult.Left(
              SessionStatus.of(reply.text(0)),
              SessionStatus.of(reply.text(1)) == SessionStatus.ADMITTED);
      case "ENDED" -> new LeaveResult.AlreadyEnded(SessionStatus.of(reply.text(0)));
      case "GONE" -> new LeaveResult.Gone();
      case "NO_ROOM" -> new LeaveResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  static AdmitResult admit(Reply reply) {
    int firstWait = 6;
    return switch (reply.word()) {
      case "ADMITTED" ->
          new AdmitResult.Step(
              IntStream.range(firstWait, reply.size()).mapToObj(reply::millis).toList(),
              reply.count(2),
              reply.count(3),
              reply.count(4),
              reply.count(5),
              AdmitResult.Limit.valueOf(reply.text(0)),
              reply.millis(1));
      case "NO_ROOM" -> new AdmitResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  static SettleResult settle(Reply reply) {
    return switch (reply.word()) {
      case "SETTLED" -> new SettleResult.Settled(SessionStatus.of(reply.text(0)));
      case "LATE_COMPLETION" -> new SettleResult.LateCompletion();
      case "ENDED" -> new SettleResult.AlreadyEnded(SessionStatus.of(reply.text(0)));
      case "NOT_ADMITTED" -> new SettleResult.NotAdmitted();
      case "FOREIGN" -> new SettleResult.ForeignUser();
      case "GONE" -> new SettleResult.Gone();
      case "NO_ROOM" -> new SettleResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }

  static SweepResult sweep(Reply reply) {
    return switch (reply.word()) {
      case "SWEPT" -> new SweepResult.Swept(reply.count(0), reply.number(1) == 1);
      case "EVICTED" -> new SweepResult.Evicted(reply.count(0), reply.number(1) == 1);
      case "REMOVED" -> new SweepResult.Removed();
      case "NO_ROOM" -> new SweepResult.NoSuchEvent();
      default -> throw reply.unexpected();
    };
  }
}
