package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.lab.crowd.Plan.Repeat;
import io.waitroom.lab.crowd.Tally.Deed;
import io.waitroom.lab.crowd.Tally.Timed;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One who comes, waits, buys or does not, and goes home; on a virtual thread of their own. */
final class Person {
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration OUTCOME_LIMIT = Duration.ofMinutes(5);
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

  private final int number;
  private final Plan plan;
  private final Sale sale;
  private final BuyerVisit visit;
  private final List<BuyerVisit> visits = new ArrayList<>();
  private long leaveAtNanos = System.nanoTime() + FOREVER.toNanos();

  Person(int number, Plan plan, Sale sale) {
    this.number = number;
    this.plan = plan;
    this.sale = sale;
    this.visit = new BuyerVisit("user-" + number, Ticker.system());
    this.visits.add(visit);
  }

  /**
   * The whole visit; what goes wrong in it is a complaint. More than one when their place had ended
   * by the time they tried to get a second one.
   */
  List<BuyerVisit> live() throws InterruptedException {
    sleepUntil(sale.openedNanos() + plan.arrival().toNanos());
    sale.tally().did(Deed.ARRIVED);
    try {
      join();
      if (plan.walksAway()) {
        sale.tally().did(Deed.WALKED_AWAY);
      } else {
        stay();
      }
    } catch (IllegalStateException e) {
      sale.tally().complain(String.valueOf(e.getMessage()));
    }
    sale.tally().did(Deed.GONE_HOME);
    return visits;
  }

  private void join() throws InterruptedException {
    String key = "crowd-key-of-" + visit.user();
    Reply joined = sale.service().join(number, sale.event(), visit.user(), key);
    if (joined.status() == 409) {
      throw new IllegalStateException("a first join was answered with 409 " + joined.text("code"));
    }
    visit.given(joined);
    sale.tally().did(Deed.JOINED);
    leaveAtNanos = System.nanoTime() + plan.patience().orElse(FOREVER).toNanos();
    if (plan.repeat() != Repeat.NEVER) {
      joinAgain(plan.repeat() == Repeat.WITH_KEY ? key : "");
    }
  }

  /** With the key they get the place they have; without it they only learn that they have one. */
  private void joinAgain(String key) throws InterruptedException {
    // Another caller number: another replica, where there are several.
    Reply again = sale.service().join(number + 1, sale.event(), visit.user(), key);
    if (again.status() == 201) {
      // Right only if the first place has ended meanwhile, which is checked when all is known.
      BuyerVisit later = new BuyerVisit(visit.user(), Ticker.system());
      later.given(again);
      visits.add(later);
    } else if (again.status() == 200) {
      visit.given(again);
    }
    if (again.status() == (key.isEmpty() ? 200 : 409)) {
      sale.tally().complain("a second join was answered with " + again.status());
    }
  }

  private void stay() throws InterruptedException {
    boolean isTold = plan.streams() && new StreamWatcher(number, sale, visit).watch(leaveAtNanos);
    if (!isTold) {
      poll();
    }
    switch (visit.status()) {
      case "queued" -> leave();
      case "admitted" -> {
        sale.tally().did(Deed.ADMITTED);
        checkOut();
      }
      // Admitted and not seen in time: the lease has run out.
      case "expired" -> sale.tally().did(Deed.MISSED);
      default -> sale.tally().complain("a waiter's place became " + visit.status());
    }
  }

  /** Asks as often as told, until admitted or out of patience. */
  private void poll() throws InterruptedException {
    while (true) {
      Reply reply = look();
      if (!visit.status().equals("queued")) {
        return;
      }
      long nextNanos =
          System.nanoTime() + Duration.ofSeconds(reply.number("poll_after_seconds")).toNanos();
      if (leaveAtNanos - nextNanos < 0) {
        sleepUntil(leaveAtNanos);
        return;
      }
      sleepUntil(nextNanos);
    }
  }

  private void checkOut() throws InterruptedException {
    Thread.sleep(plan.checkout());
    if (plan.ending() == Ending.LEAVES) {
      leave();
      return;
    }
    sale.shop().report(plan.ending(), visit.sessionId(), visit.user());
    visit.reported(plan.ending());
    if (plan.repeat() != Repeat.NEVER) {
      sale.shop().report(plan.ending(), visit.sessionId(), visit.user());
    }
    awaitOutcome(System.nanoTime());
  }

  private void awaitOutcome(long reportedNanos) throws InterruptedException {
    Duration pause = FIRST_LOOK;
    while (isOpen()) {
      if (System.nanoTime() - reportedNanos > OUTCOME_LIMIT.toNanos()) {
        sale.tally()
            .complain("an outcome had no effect within " + OUTCOME_LIMIT.toSeconds() + " s");
        return;
      }
      Thread.sleep(pause);
      pause = Optional.of(pause.multipliedBy(2)).filter(Person::isShort).orElse(LONGEST_LOOK);
      look();
    }
    sale.tally().took(Timed.OUTCOME, System.nanoTime() - reportedNanos);
    sale.tally().did(visit.status().equals("completed") ? Deed.COMPLETED : Deed.FAILED);
  }

  /** A completed checkout counts even when the lease ran out a moment before. */
  private boolean isOpen() {
    return visit.status().equals("admitted")
        || (plan.ending() == Ending.COMPLETES && visit.status().equals("expired"));
  }

  private static boolean isShort(Duration pause) {
    return pause.compareTo(LONGEST_LOOK) < 0;
  }

  private void leave() throws InterruptedException {
    visit.saw("leave", sale.service().leave(number, visit.sessionId()));
    sale.tally().did(Deed.LEFT);
  }

  private Reply look() throws InterruptedException {
    Reply reply = sale.service().status(number, visit.sessionId());
    visit.saw("status", reply);
    return reply;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
