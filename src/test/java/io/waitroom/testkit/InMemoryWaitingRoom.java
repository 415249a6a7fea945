package io.waitroom.testkit;

import io.waitroom.room.AdmitResult;
import io.waitroom.room.AuditEntry;
import io.waitroom.room.CachedPosition;
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
import io.waitroom.room.PositionFeed;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.SettleResult;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The waiting rooms in memory, with the semantics of the port: for tests of what stands on it. Time
 * is the clock's; calls are counted; {@link InMemoryState#takeAway} makes every call fail as it
 * does while Redis is away. Thread-safe: one step at a time.
 */
public final class InMemoryWaitingRoom implements TestWaitingRoom, Rooms, PositionFeed {
  private final InstantSource clock;
  private final InMemoryState state;

  /**
   * @param clock stands for Redis's clock
   * @param state the rooms; shared with an {@link InMemoryOutbox} where there is one
   */
  public InMemoryWaitingRoom(InstantSource clock, InMemoryState state) {
    this.clock = clock;
    this.state = state;
  }

  @Override
  public JoinResult join(EventId eventId, JoinAttempt applicant) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.open(eventId);
      return room.isEmpty()
          ? new JoinResult.NoSuchEvent()
          : join(room.get(), applicant, clock.instant());
    });
  }

  private static JoinResult join(InMemoryRoom room, JoinAttempt applicant, Instant now) {
    UserId userId = applicant.userId();
    Optional<String> retryKey = applicant.retryKey();
    InMemoryRoom.Holder holder = new InMemoryRoom.Holder(userId, applicant.verified());
    Optional<InMemorySession> held =
        Optional.ofNullable(room.users.get(holder)).flatMap(ticket -> room.place(ticket, now));
    if (held.isPresent() && !room.endIfPassed(held.get(), now)) {
      InMemorySession place = held.get();
      boolean proven =
          applicant.verified() || (retryKey.isPresent() && retryKey.equals(place.retryKey));
      return proven ? joined(room, place, false) : new JoinResult.AlreadyJoined();
    }
    if (!room.state.joins()) {
      return new JoinResult.RoomClosed(room.state);
    }
    if (room.queue.size() >= room.settings.maxLength()
        || room.outbox.size() >= room.tuning.outboxMax()) {
      return new JoinResult.QueueFull();
    }
    Optional<Duration> tooEarly = applicant.limit().flatMap(limit -> room.tooEarly(limit, now));
    if (tooEarly.isPresent()) {
      return new JoinResult.TooManyJoins(tooEarly.get());
    }
    if (applicant.proof().filter(proof -> !room.spent.add(proof.id())).isPresent()) {
      return new JoinResult.ProofSpent();
    }
    applicant.limit().ifPresent(limit -> room.count(limit, now));
    Optional<String> kept = applicant.verified() ? Optional.empty() : retryKey;
    return joined(room, room.add(holder, kept, now), true);
  }

  private static JoinResult joined(InMemoryRoom room, InMemorySession place, boolean created) {
    return new JoinResult.Joined(
        room.ref(place),
        place.status,
        room.position(place),
        room.queue.size(),
        place.joinedAt,
        room.deadline(place),
        created);
  }

  @Override
  public Standing standing(SessionRef ref) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.life(ref);
      if (room.isEmpty()) {
        return new Standing.NoSuchEvent();
      }
      Instant now = clock.instant();
      return room.get()
          .place(ref.ticket(), now)
          .<Standing>map(place -> standing(room.get(), place, now))
          .orElseGet(Standing.Gone::new);
    });
  }

  /** As a board that was refreshed just now; not counted as a call. */
  @Override
  public CachedPosition lookUp(SessionRef ref) {
    try {
      return state.look(() ->
          state
              .life(ref)
              .filter(room -> !room.removed)
              .map(room -> lookUp(room, ref))
              .orElseGet(CachedPosition.Unknown::new));
    } catch (RoomUnavailableException e) {
      return new CachedPosition.Unknown();
    }
  }

  private CachedPosition lookUp(InMemoryRoom room, SessionRef ref) {
    return room.place(ref.ticket(), clock.instant())
        .filter(place -> place.status == SessionStatus.QUEUED)
        .map(place -> waiting(room, place))
        .orElseGet(CachedPosition.Left::new);
  }

  private static CachedPosition waiting(InMemoryRoom room, InMemorySession place) {
    return new CachedPosition.Waiting(new Standing.Queued(room.position(place), room.queue.size()));
  }

  private static Standing standing(InMemoryRoom room, InMemorySession place, Instant now) {
    if (place.status.isTerminal()) {
      Instant endedAt = Objects.requireNonNull(place.endedAt);
      return new Standing.Ended(
          place.user, place.status, place.joinedAt, endedAt, place.admittedAt != null);
    }
    Instant deadline = room.deadline(place, now);
    if (!deadline.isAfter(now)) {
      return new Standing.Ended(
          place.user, SessionStatus.EXPIRED, place.joinedAt, deadline, place.admittedAt != null);
    }
    if (room.removed) {
      return new Standing.Ended(
          place.user, SessionStatus.EVICTED, place.joinedAt, now, place.admittedAt != null);
    }
    int length = room.queue.size();
    if (place.admittedAt != null) {
      return new Standing.Admitted(place.user, length, place.joinedAt, place.admittedAt, deadline);
    }
    return new Standing.Queued(room.position(place), length);
  }

  @Override
  public EnterResult enter(SessionRef ref, Optional<ClientName> client) {
    return state.step(() ->
        state
            .life(ref)
            .filter(room -> !room.removed)
            .map(room -> InMemoryVerify.enter(room, ref.ticket(), client, clock.instant()))
            .orElseGet(EnterResult.NoSuchEvent::new));
  }

  @Override
  public LeaveResult leave(SessionRef ref, LeaveCause departure, Operator by) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.life(ref);
      if (room.isEmpty()) {
        return new LeaveResult.NoSuchEvent();
      }
      Instant now = clock.instant();
      return room.get()
          .place(ref.ticket(), now)
          .map(place -> {
            String before = place.status.word();
            LeaveResult result = leave(room.get(), place, departure, now);
            if (result instanceof LeaveResult.Left(SessionStatus status, boolean _)) {
              record(ref.eventId(), by, "evict", before, status.word());
            }
            return result;
          })
          .orElseGet(LeaveResult.Gone::new);
    });
  }

  /** What the real room records, cut down to the state of room or place. */
  private void record(EventId eventId, Operator by, String action, String before, String after) {
    if (!by.equals(Operator.NOBODY)) {
      state.record(
          eventId,
          new AuditEntry(
              clock.instant(), by.name(), action, Map.of("state", before), Map.of("state", after)));
    }
  }

  @Override
  public List<AuditEntry> auditLog(EventId eventId, int limit) {
    return state.step(() -> state.auditLog(eventId).stream().limit(limit).toList());
  }

  private static LeaveResult leave(
      InMemoryRoom room, InMemorySession place, LeaveCause departure, Instant now) {
    if (place.status.isTerminal()) {
      return new LeaveResult.AlreadyEnded(place.status);
    }
    boolean slotFreed = place.status == SessionStatus.ADMITTED;
    if (!room.endIfPassed(place, now)) {
      switch (departure) {
        case USER_LEFT ->
            room.endAndTell(place, SessionStatus.ABANDONED, LeaveReason.USER_LEFT, now);
        case EVICTED -> room.endAndTell(place, SessionStatus.EVICTED, LeaveReason.EVICTED, now);
      }
    }
    return new LeaveResult.Left(place.status, slotFreed);
  }

  @Override
  public AdmitResult admit(EventId eventId, int batch) {
    return state.step(() ->
        state
            .open(eventId)
            .<AdmitResult>map(room -> InMemoryAdmission.step(room, batch, clock.instant()))
            .orElseGet(AdmitResult.NoSuchEvent::new));
  }

  @Override
  public SettleResult settle(SessionRef ref, UserId userId, Outcome outcome) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.life(ref);
      if (room.isEmpty()) {
        return new SettleResult.NoSuchEvent();
      }
      Instant now = clock.instant();
      return room.get()
          .place(ref.ticket(), now)
          .map(place -> settle(room.get(), place, userId, outcome.status(), now))
          .orElseGet(SettleResult.Gone::new);
    });
  }

  private static SettleResult settle(
      InMemoryRoom room, InMemorySession place, UserId user, SessionStatus reported, Instant now) {
    if (!place.user.equals(user)) {
      return new SettleResult.ForeignUser();
    }
    if (place.status == SessionStatus.QUEUED) {
      return new SettleResult.NotAdmitted();
    }
    if (place.status == SessionStatus.ADMITTED) {
      if (place.isLeaseOver(now) && reported != SessionStatus.COMPLETED) {
        return new SettleResult.AlreadyEnded(SessionStatus.EXPIRED);
      }
      room.end(place, reported, now);
      return new SettleResult.Settled(reported);
    }
    if (reported == SessionStatus.COMPLETED && place.lapsed) {
      room.completeLate(place);
      return new SettleResult.LateCompletion();
    }
    return new SettleResult.AlreadyEnded(place.status);
  }

  @Override
  public SweepResult sweep(EventId eventId, int batch) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.any(eventId);
      if (room.isEmpty()) {
        return new SweepResult.NoSuchEvent();
      }
      SweepResult result = InMemorySweep.step(room.get(), batch, clock.instant());
      if (result instanceof SweepResult.Removed) {
        state.forget(eventId);
      }
      return result;
    });
  }

  @Override
  public ConfigureResult put(
      EventId eventId, RoomSettings settings, Optional<RoomState> to, Operator by) {
    return state.step(
        () -> recorded(eventId, by, state.put(eventId, settings, to, clock.instant())));
  }

  private ConfigureResult recorded(EventId eventId, Operator by, ConfigureResult result) {
    if (result instanceof ConfigureResult.Configured(RoomSnapshot room, boolean created)) {
      record(eventId, by, created ? "make" : "change", "", room.state().word());
    }
    return result;
  }

  @Override
  public ConfigureResult change(EventId eventId, RoomChange change, Operator by) {
    return state.step(() -> recorded(eventId, by, state.change(eventId, change, clock.instant())));
  }

  @Override
  public boolean remove(EventId eventId, Operator by) {
    return state.step(() -> {
      Optional<InMemoryRoom> room = state.open(eventId);
      room.ifPresent(found -> {
        found.removed = true;
        record(eventId, by, "remove", found.state.word(), "removed");
      });
      return room.isPresent();
    });
  }

  @Override
  public Optional<RoomSnapshot> snapshot(EventId eventId) {
    return state.step(() -> state.open(eventId).map(room -> room.snapshot(clock.instant())));
  }

  @Override
  public Set<EventId> events() {
    return state.step(state::events);
  }

  @Override
  public Optional<RoomSnapshot> find(EventId eventId) {
    return state.recall(() -> state.open(eventId).map(room -> room.snapshot(clock.instant())));
  }

  @Override
  public Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch) {
    return find(eventId).filter(room -> !room.epoch().equals(knownEpoch));
  }

  @Override
  public List<RoomSnapshot> all() {
    return state.look(() ->
        state.events().stream()
            .sorted(Comparator.comparing(EventId::value))
            .flatMap(event -> state.open(event).stream())
            .map(room -> room.snapshot(clock.instant()))
            .toList());
  }
}
