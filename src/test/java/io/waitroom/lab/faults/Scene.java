package io.waitroom.lab.faults;

import java.util.Random;

/**
 * Where and with whom a crowd plays.
 *
 * @param event the event they want to get into
 * @param router how they find a replica
 * @param caller how they call it
 * @param journal where it is written down
 * @param shop who reports their checkouts
 */
record Scene(String event, Router router, Caller caller, Journal journal, Shop shop) {
  /** The shop reports one outcome. */
  void report(String sessionId, String user, String kind) {
    shop.report(journal, event, sessionId, user, kind);
  }

  /** The random numbers of one of the crowd; the same for the same event. */
  Random random(int number) {
    return new Random(event.hashCode() * 31L + number);
  }
}
