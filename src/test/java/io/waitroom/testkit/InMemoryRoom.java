package io.waitroom.testkit;

import io.waitroom.room.AdmissionPace;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinLimit;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One life of a room in memory: the same collections that the adapter keeps in Redis, and the few
 * moves that several operations share. Guarded by its waiting room.
 */
final class InMemoryRoom {
  final EventId eventId;
  final String epoch;
  final InMemoryTuning tuning;
  final TreeSet<Long> queue = new TreeSet<>();
  final TreeSet<Long> processing = new TreeSet<>();
  final Map<Holder, Long> users = new HashMap<>();

  /** A name, and whether it was shown to be the holder's. */
  record Holder(UserId user, boolean verified) {}

  final List<Outbox.Entry> outbox = new ArrayList<>();
  final Set<String> spent = new HashSet<>();
  private final Map<String, Instant> usedUntil = new HashMap<>();
  RoomSettings settings;
  RoomState state = RoomState.OPEN;
  boolean removed;
  long lastTicket;
  long lastAdmitted;
  long admitted;
  private Instant deadUntil = Instant.MIN;
  AdmissionPace pace = AdmissionPace.NONE;
  private final Map<Long, InMemorySession> places = new TreeMap<>();
  private final Map<SessionStatus, Long> ended = new EnumMap<>(SessionStatus.class);
  private long outboxSequence;
  private Optional<Instant> refilledAt = Optional.empty();

  /** Which key signs; one is enough here. */
  private static final String KEY_ID = "k1";

  private long storedMilliTokens;

  InMemoryRoom(EventId eventId, String epoch, RoomSettings settings, InMemoryTuning tuning) {
    this.eventId = eventId;
    this.epoch = epoch;
    this.settings = settings;
    this.tuning = tuning;
  }

  /** The place with a ticket, unless its ending is no longer kept. */
  Optional<InMemorySession> place(long ticket, Instant now) {
    return Optional.ofNullable(places.get(ticket)).filter(place -> isKept(place, now));
  }

  /** How long a client has to wait before its next join; empty when it need not. */
  Optional<Duration> tooEarly(JoinLimit limit, Instant now) {
    Duration over = Duration.between(now, afterNext(limit, now)).minus(limit.window());
    return over.isPositive() ? Optional.of(over) : Optional.empty();
  }

  /** A client has joined. */
  void count(JoinLimit limit, Instant now) {
    usedUntil.put(limit.client(), afterNext(limit, now));
  }

  private Instant afterNext(JoinLimit limit, Instant now) {
    Instant used = usedUntil.getOrDefault(limit.client(), now);
    return (used.isAfter(now) ? used : now).plus(limit.window().dividedBy(limit.joins()));
  }

  InMemorySession add(Holder holder, Optional<String> retryKey, Instant now) {
    UserId user = holder.user();
    InMemorySession place = new InMemorySession(++lastTicket, user, now, retryKey);
    places.put(place.ticket, place);
    queue.add(place.ticket);
    users.put(holder, place.ticket);
    emit(new RoomEvent.Joined(ref(place), user, now, queue.size()));
    return place;
  }

  void admit(InMemorySession place, Instant now) {
    Instant leaseUntil = now.plus(settings.checkoutTtl());
    queue.remove(place.ticket);
    processing.add(place.ticket);
    place.status = SessionStatus.ADMITTED;
    place.admittedAt = now;
    place.leaseUntil = leaseUntil;
    emit(new RoomEvent.Ready(ref(place), place.user, now, leaseUntil));
  }

  /** Ends a place that the company has to be told of. */
  void endAndTell(InMemorySession place, SessionStatus status, LeaveReason reason, Instant at) {
    end(place, status, at);
    place.lapsed = reason == LeaveReason.EXPIRED;
    emit(new RoomEvent.Left(ref(place), place.user, at, reason));
  }

  void end(InMemorySession place, SessionStatus status, Instant at) {
    queue.remove(place.ticket);
    processing.remove(place.ticket);
    users.remove(new Holder(place.user, false), place.ticket);
    users.remove(new Holder(place.user, true), place.ticket);
    place.status = status;
    place.endedAt = at;
    ended.merge(status, 1L, Long::sum);
  }

  /** Ends a place at the moment its time ran out, if that has passed. */
  boolean endIfPassed(InMemorySession place, Instant now) {
    Instant deadline = deadline(place, now);
    if (place.status.isTerminal() || deadline.isAfter(now)) {
      return false;
    }
    boolean waited = place.status == SessionStatus.QUEUED;
    LeaveReason reason = waited ? LeaveReason.TIMEOUT : LeaveReason.EXPIRED;
    endAndTell(place, SessionStatus.EXPIRED, reason, deadline);
    return true;
  }

  /** When an active place's time runs out. */
  Instant deadline(InMemorySession place) {
    return place.leaseUntil != null ? place.leaseUntil : place.joinedAt.plus(settings.sessionTtl());
  }

  /** As {@link #deadline(InMemorySession)}; what had run out before a change has still run out. */
  Instant deadline(InMemorySession place, Instant now) {
    Instant deadline = deadline(place);
    boolean dead = place.leaseUntil == null && !place.joinedAt.isAfter(deadUntil);
    return dead && deadline.isAfter(now) ? now : deadline;
  }

  /** Other settings from now on. */
  void change(RoomSettings to, Instant now) {
    Instant dead = now.minus(settings.sessionTtl());
    deadUntil = dead.isAfter(deadUntil) ? dead : deadUntil;
    settings = to;
  }

  void completeLate(InMemorySession place) {
    ended.merge(SessionStatus.EXPIRED, -1L, Long::sum);
    ended.merge(SessionStatus.COMPLETED, 1L, Long::sum);
    place.status = SessionStatus.COMPLETED;
    place.lapsed = false;
  }

  long position(InMemorySession place) {
    return place.status == SessionStatus.QUEUED ? queue.headSet(place.ticket, true).size() : 0;
  }

  /** Admissions that the rate allows now, in thousandths. */
  long milliTokens(Instant now) {
    long rate = settings.releaseRate();
    long capacity =
        Math.max(1_000 + rate * tuning.slack().toMillis(), rate * tuning.burst().toMillis());
    return refilledAt
        .map(at -> storedMilliTokens + rate * Math.max(0, Duration.between(at, now).toMillis()))
        .map(tokens -> Math.min(capacity, tokens))
        .orElse(capacity);
  }

  /** Records an admission step that left {@code milliTokens} in the bucket. */
  void countAdmissions(int count, long milliTokens, Instant now) {
    storedMilliTokens = milliTokens;
    refilledAt = Optional.of(now);
    admitted += count;
    pace = Paces.counted(pace, count, admitted, settings, now);
  }

  SessionRef ref(InMemorySession place) {
    return new SessionRef(eventId, epoch, place.ticket, KEY_ID);
  }

  RoomSnapshot snapshot(Instant now) {
    return new RoomSnapshot(
        eventId,
        epoch,
        state,
        settings,
        queue.size(),
        processing.size(),
        lastTicket,
        0,
        lastAdmitted,
        admitted,
        ended,
        outbox.size(),
        outbox.stream().findFirst().map(entry -> entry.event().at()),
        pace,
        now);
  }

  private boolean isKept(InMemorySession place, Instant now) {
    return place.endedAt == null || place.endedAt.plus(tuning.retention()).isAfter(now);
  }

  private void emit(RoomEvent event) {
    outbox.add(new Outbox.Entry("%012d-0".formatted(++outboxSequence), event));
  }
}
