package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;
import java.time.Instant;
import java.util.ArrayList;
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
  private final String user;
  private final Set<String> sessionIds = new HashSet<>();
  private String sessionId = "";
  private @Nullable Instant queuedAt;
  private @Nullable Instant admittedAt;
  private @Nullable Instant endedAt;
  private @Nullable Ending reported;
  private String status = "";
  private long position = Long.MAX_VALUE;
  private String positionFrom = "";
  private final List<String> worsenings = new ArrayList<>();

  BuyerVisit(String user) {
    this.user = user;
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
      long now = shown.number("position");
      if (now > position) {
        worsenings.add(
            "%s: %d by %s, then %d by %s".formatted(user, position, positionFrom, now, call));
      } else {
        position = now;
        positionFrom = call;
      }
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

  /** Each time they were shown a worse position than before, in words. */
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
