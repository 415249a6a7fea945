package io.waitroom.testkit;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.AuditEntry;
import io.waitroom.room.ClientName;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A waiting room with the short forms that only tests need. */
public interface TestWaitingRoom extends WaitingRoom {
  /** Joins somebody who is held to nothing. */
  default JoinResult join(EventId eventId, UserId userId, Optional<String> retryKey) {
    return join(eventId, JoinAttempt.of(userId, retryKey));
  }

  /** Ends a session, for no record. */
  default LeaveResult leave(SessionRef ref, LeaveCause cause) {
    return leave(ref, cause, Operator.NOBODY);
  }

  /** Makes a room or replaces its settings, for no record. */
  default ConfigureResult put(EventId eventId, RoomSettings settings, Optional<RoomState> state) {
    return put(eventId, settings, state, Operator.NOBODY);
  }

  /** Changes a room, for no record. */
  default ConfigureResult change(EventId eventId, RoomChange change) {
    return change(eventId, change, Operator.NOBODY);
  }

  /** Removes a room, for no record. */
  default boolean remove(EventId eventId) {
    return remove(eventId, Operator.NOBODY);
  }

  /** Returns a room with the short forms beside its own. */
  static TestWaitingRoom of(WaitingRoom room) {
    return new Lengthened(room);
  }

  /**
   * A room behind the short forms.
   *
   * @param room does the work
   */
  record Lengthened(WaitingRoom room) implements TestWaitingRoom {
    @Override
    public JoinResult join(EventId eventId, JoinAttempt attempt) {
      return room.join(eventId, attempt);
    }

    @Override
    public Standing standing(SessionRef ref) {
      return room.standing(ref);
    }

    @Override
    public EnterResult enter(SessionRef ref, Optional<ClientName> client) {
      return room.enter(ref, client);
    }

    @Override
    public LeaveResult leave(SessionRef ref, LeaveCause cause, Operator by) {
      return room.leave(ref, cause, by);
    }

    @Override
    public AdmitResult admit(EventId eventId, int batch) {
      return room.admit(eventId, batch);
    }

    @Override
    public SettleResult settle(SessionRef ref, UserId userId, Outcome outcome) {
      return room.settle(ref, userId, outcome);
    }

    @Override
    public SweepResult sweep(EventId eventId, int batch) {
      return room.sweep(eventId, batch);
    }

    @Override
    public ConfigureResult put(
        EventId eventId, RoomSettings settings, Optional<RoomState> state, Operator by) {
      return room.put(eventId, settings, state, by);
    }

    @Override
    public ConfigureResult change(EventId eventId, RoomChange change, Operator by) {
      return room.change(eventId, change, by);
    }

    @Override
    public boolean remove(EventId eventId, Operator by) {
      return room.remove(eventId, by);
    }

    @Override
    public List<AuditEntry> auditLog(EventId eventId, int limit) {
      return room.auditLog(eventId, limit);
    }

    @Override
    public Optional<RoomSnapshot> snapshot(EventId eventId) {
      return room.snapshot(eventId);
    }

    @Override
    public Set<EventId> events() {
      return room.events();
    }
  }
}
