package io.waitroom.service;

import io.waitroom.ops.Metrics;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.AuditEntry;
import io.waitroom.room.ClientName;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.LeaveResult;
import io.waitroom.room.Operator;
import io.waitroom.room.Outcome;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import io.waitroom.room.Wakeups;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A waiting room that counts what each result means and wakes the loops that it gives work to:
 * whoever asks, through whichever way in. A call that fails counts nothing and wakes nobody.
 *
 * <p>Thread-safe.
 */
public final class ObservedWaitingRoom implements WaitingRoom {
  private final WaitingRoom room;
  private final Wakeups wakeups;
  private final Metrics metrics;

  /**
   * @param room does the work
   */
  public ObservedWaitingRoom(WaitingRoom room, Wakeups wakeups, Metrics metrics) {
    this.room = room;
    this.wakeups = wakeups;
    this.metrics = metrics;
  }

  @Override
  public JoinResult join(EventId eventId, JoinAttempt attempt) {
    JoinResult result = room.join(eventId, attempt);
    metrics.joined(result);
    if (result instanceof JoinResult.Joined joined && joined.created()) {
      wakeups.joined(eventId);
    }
    return result;
  }

  @Override
  public LeaveResult leave(SessionRef ref, LeaveCause cause, Operator by) {
    LeaveResult result = room.leave(ref, cause, by);
    if (result instanceof LeaveResult.Left(SessionStatus status, boolean slotFreed)) {
      metrics.left(reason(cause, status, slotFreed));
      wakeups.outboxFilled(ref.eventId());
      if (slotFreed) {
        wakeups.admissionPossible(ref.eventId());
      }
    }
    return result;
  }

  /** A session whose time had run out unseen ends for that reason, whoever asked. */
  private static LeaveReason reason(LeaveCause cause, SessionStatus status, boolean slotFreed) {
    if (status == SessionStatus.EXPIRED) {
      return slotFreed ? LeaveReason.EXPIRED : LeaveReason.TIMEOUT;
    }
    return switch (cause) {
      case USER_LEFT -> LeaveReason.USER_LEFT;
      case EVICTED -> LeaveReason.EVICTED;
    };
  }

  @Override
  public SettleResult settle(SessionRef ref, UserId userId, Outcome outcome) {
    SettleResult result = room.settle(ref, userId, outcome);
    switch (result) {
      case SettleResult.Settled(SessionStatus status) -> {
        metrics.settled(status);
        wakeups.admissionPossible(ref.eventId());
      }
      case SettleResult.LateCompletion() -> metrics.completedLate();
      case SettleResult.AlreadyEnded _,
          SettleResult.NotAdmitted _,
          SettleResult.ForeignUser _,
          SettleResult.Gone _,
          SettleResult.NoSuchEvent _ -> {}
    }
    return result;
  }

  @Override
  public AdmitResult admit(EventId eventId, int batch) {
    AdmitResult result = room.admit(eventId, batch);
    if (result instanceof AdmitResult.Step step) {
      metrics.admitted(step);
      if (!step.waits().isEmpty() || step.leasesLapsed() > 0 || step.timedOut() > 0) {
        wakeups.outboxFilled(eventId);
      }
    }
    return result;
  }

  @Override
  public SweepResult sweep(EventId eventId, int batch) {
    SweepResult result = room.sweep(eventId, batch);
    switch (result) {
      case SweepResult.Swept(int expired, boolean _) ->
          ended(eventId, LeaveReason.TIMEOUT, expired);
      case SweepResult.Evicted(int count, boolean _) -> ended(eventId, LeaveReason.EVICTED, count);
      case SweepResult.Removed _, SweepResult.NoSuchEvent _ -> {}
    }
    return result;
  }

  private void ended(EventId eventId, LeaveReason reason, int count) {
    if (count > 0) {
      metrics.ended(reason, count);
      wakeups.outboxFilled(eventId);
    }
  }

  @Override
  public ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> state, Operator by) {
    return configured(eventId, room.put(eventId, settings, state, by));
  }

  @Override
  public ConfigureResult change(EventId eventId, RoomChange change, Operator by) {
    return configured(eventId, room.change(eventId, change, by));
  }

  private ConfigureResult configured(EventId eventId, ConfigureResult result) {
    if (result instanceof ConfigureResult.Configured) {
      wakeups.admissionPossible(eventId);
    }
    return result;
  }

  @Override
  public boolean remove(EventId eventId, Operator by) {
    boolean found = room.remove(eventId, by);
    if (found) {
      wakeups.admissionPossible(eventId);
    }
    return found;
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
