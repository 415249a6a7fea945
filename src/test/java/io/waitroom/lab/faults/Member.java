package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** One of the crowd: joins, waits by polling or on a stream, acts, and sees its end. */
final class Member {
  private static final Set<String> ENDS =
      Set.of("completed", "failed", "expired", "abandoned", "evicted");
  private static final Duration POLL_LONGEST = Duration.ofSeconds(5);
  private static final Duration POLL_ADMITTED = Duration.ofSeconds(1);
  private static final int STREAMS_ONE_IN = 25;
  private static final int CHECKOUT_MIN_MS = 100;
  private static final int CHECKOUT_SPREAD_MS = 500;
  private static final int PLACES_MAX = 3;

  private final Scene scene;
  private final String user;
  private final String key;
  private final BuyerBehaviour habit;
  private final boolean streams;
  private final Duration checkout;
  private final Retry retry;
  private volatile boolean placed;
  private volatile boolean ended;
  private boolean acted;

  Member(Scene scene, int number, Duration patience) {
    Random random = scene.random(number);
    this.scene = scene;
    this.user = "%s-user-%d".formatted(scene.event(), number);
    this.key = "the-secret-of-%s-%016x".formatted(user, random.nextLong());
    this.habit = BuyerBehaviour.any(random);
    this.streams = random.nextInt(STREAMS_ONE_IN) == 0;
    this.checkout = Duration.ofMillis(CHECKOUT_MIN_MS + random.nextInt(CHECKOUT_SPREAD_MS));
    this.retry = new Retry(scene.router(), patience);
  }

  /** A whole visit; returns when its end has been seen, or patience is over. */
  void visit() {
    // Whose place is denied asks for another; the audit says whether that was right.
    for (int place = 0; place < PLACES_MAX && !ended && !retry.isOver(); place++) {
      Exchange joined =
          retry.until(replica -> scene.caller().join(replica, scene.event(), user, key));
      if (!joined.isSuccess()) {
        return;
      }
      placed = true;
      live(joined.text("session_id"));
    }
  }

  /** Whether it has a place. */
  boolean isPlaced() {
    return placed;
  }

  /** Whether it has seen the end of its place. */
  boolean isEnded() {
    return ended;
  }

  private void live(String sessionId) {
    if (habit == BuyerBehaviour.INSISTENT) {
      var _ = scene.caller().join(scene.router().any(), scene.event(), user, key);
      var _ = scene.caller().join(scene.router().any(), scene.event(), user, "");
    }
    if (habit == BuyerBehaviour.LEAVER) {
      Retry.pause(checkout);
      leave(sessionId);
      Retry.pause(POLL_ADMITTED);
    }
    boolean denied = false;
    while (!ended && !denied && !retry.isOver()) {
      denied = streams ? stream(sessionId) : poll(sessionId);
    }
  }

  /** Asks once and waits; whether the place was denied. */
  private boolean poll(String sessionId) {
    Exchange status = retry.until(replica -> scene.caller().status(replica, user, sessionId));
    if (!status.isSuccess()) {
      return status.status() == 404 || status.status() == 410;
    }
    see(sessionId, status.text("status"));
    if (!ended) {
      Duration told = Duration.ofSeconds(status.json().getInt("poll_after_seconds", 1));
      Duration longest = acted ? POLL_ADMITTED : POLL_LONGEST;
      Retry.pause(told.compareTo(longest) < 0 ? told : longest);
    }
    return false;
  }

  /** Listens until the stream ends; whether the place was denied. */
  private boolean stream(String sessionId) {
    Listener listener = new Listener(scene, user, sessionId);
    int status =
        listener.listen(seen -> {
          see(sessionId, seen);
          return !ended;
        });
    if (!ended) {
      Retry.pause(POLL_ADMITTED);
    }
    return status == 404 || status == 410;
  }

  private void see(String sessionId, String status) {
    if (ENDS.contains(status)) {
      ended = true;
    } else if (status.equals("admitted") && !acted) {
      acted = true;
      act(sessionId);
    }
  }

  private void act(String sessionId) {
    if (habit == BuyerBehaviour.QUITTER) {
      leave(sessionId);
    } else {
      Pause.of(checkout);
      if (!habit.outcome().isEmpty()) {
        scene.report(sessionId, user, habit.outcome());
      }
    }
  }

  private void leave(String sessionId) {
    var _ = retry.until(replica -> scene.caller().leave(replica, user, sessionId));
  }
}
