package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one person has seen of the service. Written by that person's thread, read when that has
 * ended.
 */
final class BuyerVisit {
  /** An answer comes from memory that is 3 s old at most, and may take 2 s itself. */
  static final Duration STALE_MAX = Duration.ofSeconds(5);

  private final String user;
  private final Ticker ticker;
  private final Set<String> sessionIds = new HashSet<>();
  private String sessionId = "";
  private @Nullable Instant queuedAt;
  private @Nullable Instant admittedAt;
  private @Nullable Instant endedAt;
  private @Nullable Ending reported;
  private String status = "";
  private final List<String> worsenings = new ArrayList<>();

  /** The positions that were shown of late, each better than the one before. */
  private final Deque<Shown> recent = new ArrayDeque<>();

  /** The best position that was shown so long ago that every replica has to know of it. */
  private Shown known = new Shown(Long.MAX_VALUE, "", 0);

  /** A position, the call that showed it, and when that was. */
  private record Shown(long position, String call, long nanos) {}

  BuyerVisit(String user, Ticker ticker) {
    this.user = user;
    this.ticker = ticker;
  }

  /** They were given a place, by whatever call; the first one is theirs. */
  void given(Reply joined) {
    String id = joined.text("session_id");
    if (sessionIds.isEmpty()) {
      sessionId = id;
      queuedAt = joined.time("queued_at").orElse(null);
    }
    sessionIds.add(id);
    saw("join", joined);
  }

  /** They were shown where the place stands, by a call of that name. */
  void saw(String call, Reply shown) {
    status = shown.text("status");
    shown.time("admitted_at").ifPresent(at -> admittedAt = at);
    shown.time("ended_at").ifPresent(at -> endedAt = at);
    if (status.equals("queued")) {
      sawPosition(new Shown(shown.number("position"), call, ticker.nanos()));
    }
  }

  /** Replicas may differ for a moment, so a position counts as worse only after that (F-76). */
  private void sawPosition(Shown now) {
    while (!recent.isEmpty() && now.nanos() - recent.peek().nanos() > STALE_MAX.toNanos()) {
      known = recent.remove();
    }
    if (now.position() > known.position()) {
      worsenings.add(
          "%s: %d by %s, then %d by %s"
              .formatted(user, known.position(), known.call(), now.position(), now.call()));
    }
    long best = recent.isEmpty() ? known.position() : recent.getLast().position();
    if (now.position() < best) {
      recent.add(now);
    }
  }

  /** The shop was told how the checkout ended. */
  void reported(Ending ending) {
    reported = ending;
  }

  String user() {
    return user;
  }

  /** The id of the place; empty when they never got one. */
  String sessionId() {
    return sessionId;
  }

  /** All ids they were ever given. */
  Set<String> sessionIds() {
    return sessionIds;
  }

  /** Whether they got a place. */
  boolean hasPlace() {
    return !sessionId.isEmpty();
  }

  /** The number in the id. */
  long ticket() {
    return ticket(sessionId);
  }

  /** The number in an id, which orders the people of an event. */
  static long ticket(String sessionId) {
    return Long.parseLong(sessionId.split("\\.", -1)[1], 36);
  }

  /** The status they were shown last. */
  String status() {
    return status;
  }

  /** Each time they were shown a worse position than a replica could still have, in words. */
  List<String> worsenings() {
    return List.copyOf(worsenings);
  }

  Optional<Instant> queuedAt() {
    return Optional.ofNullable(queuedAt);
  }

  Optional<Instant> admittedAt() {
    return Optional.ofNullable(admittedAt);
  }

  Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  Optional<Ending> reported() {
    return Optional.ofNullable(reported);
  }
}
