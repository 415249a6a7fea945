package io.waitroom.lab.faults;

import java.time.Duration;

/**
 * A small crowd before the first fault in a house: what is proved is a service in operation, not
 * three JVMs, a broker and a crowd that all warm up on the same processors.
 */
final class Rehearsal {
  private static final String EVENT = "rehearsal";

  /** Of a crowd, so many come. */
  private static final int PART = 5;

  private Rehearsal() {}

  /** Returns when they have gone. */
  static void in(FaultDeployment house, Scale form) {
    house.open(EVENT, form.slots(), form.rate(), form.lease());
    int size = form.crowd() / PART;
    Journal unread = new Journal();
    try (Caller caller = new Caller(unread)) {
      Scene scene = new Scene(EVENT, house.router(), caller, unread, house.shop());
      Duration arrival = Trial.bearable(size);
      Crowd.start(scene, size, arrival, form.patience()).await(form.patience().plus(arrival));
    }
  }
}
