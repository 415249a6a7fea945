package io.waitroom.kafka;

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
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import io.waitroom.room.WaitingRoom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A room in memory that can settle, go away, and stall; the user of ticket n is "user-n". */
public final class MemoryRoom implements WaitingRoom {
  /** A call of {@link #settle} that was answered. */
  public record Settlement(SessionRef ref, Outcome outcome, SettleResult result) {}

  private final List<Settlement> settlements = new CopyOnWriteArrayList<>();
  private final Map<SessionRef, SessionStatus> ended = new ConcurrentHashMap<>();
  private volatile boolean away;
  private volatile @Nullable RuntimeException bug;
  private volatile @Nullable CountDownLatch gate;
  private final CountDownLatch entered = new CountDownLatch(1);

  public void away(boolean away) {
    this.away = away;
  }

  public void failWith(@Nullable RuntimeException bug) {
    this.bug = bug;
  }

  /** From now on settling waits until {@link #letThrough}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void letThrough() {
    CountDownLatch held = gate;
    if (held != null) {
      held.countDown();
    }
  }

  /** Whether somebody has begun to settle. */
  public boolean isEntered() {
    return entered.getCount() == 0;
  }

  public List<Settlement> settlements() {
    return settlements;
  }

  public List<Long> settledTickets() {
    return settlements.stream()
        .filter(settlement -> settlement.result() instanceof SettleResult.Settled)
        .map(settlement -> settlement.ref().ticket())
        .toList();
  }

  @Override
  public SettleResult settle(SessionRef ref, UserId userId, Outcome outcome) {
    entered.countDown();
    waitAtGate();
    RuntimeException failure = bug;
    if (failure != null) {
      throw failure;
    }
    if (away) {
      throw new RoomUnavailableException("settle", new IllegalStateException("away"));
    }
    SettleResult result = result(ref, userId, outcome);
    settlements.add(new Settlement(ref, outcome, result));
    return result;
  }

  private SettleResult result(SessionRef ref, UserId userId, Outcome outcome) {
    if (!userId.value().equals("user-" + ref.ticket())) {
      return new SettleResult.ForeignUser();
    }
    SessionStatus before = ended.putIfAbsent(ref, outcome.status());
    return before == null
        ? new SettleResult.Settled(outcome.status())
        : new SettleResult.AlreadyEnded(before);
  }

  private void waitAtGate() {
    CountDownLatch held = gate;
    try {
      if (held != null && !held.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public JoinResult join(EventId eventId, JoinAttempt applicant) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Standing standing(SessionRef ref) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EnterResult enter(SessionRef ref, Optional<ClientName> client) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LeaveResult leave(SessionRef ref, LeaveCause departure, Operator by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AdmitResult admit(EventId eventId, int batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SweepResult sweep(EventId eventId, int batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> state, Operator by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ConfigureResult change(EventId eventId, RoomChange change, Operator by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean remove(EventId eventId, Operator by) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AuditEntry> auditLog(EventId eventId, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<RoomSnapshot> snapshot(EventId eventId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<EventId> events() {
    throw new UnsupportedOperationException();
  }
}
