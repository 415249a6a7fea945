package io.waitroom.lab.faults;

import java.time.Duration;

/**
 * A small crowd before the first fault in a deployment: what is proved is a service in operation,
 * not three JVMs, a broker and a crowd that all warm up on the same processors.
 */
final class Rehearsal {
  private static final String EVENT = "rehearsal";

  /** Of a crowd, so many come. */
  private static final int PART = 5;

  private Rehearsal() {}

  /** Returns when they have gone. */
  static void in(FaultDeployment deployment, Scale scale) {
    deployment.open(EVENT, scale.slots(), scale.rate(), scale.lease());
    int size = scale.crowd() / PART;
    Journal unread = new Journal();
    try (Caller caller = new Caller(unread)) {
      Scene scene = new Scene(EVENT, deployment.router(), caller, unread, deployment.shop());
      Duration arrival = Trial.bearable(size);
      Crowd.start(scene, size, arrival, scale.patience()).await(scale.patience().plus(arrival));
    }
  }
}
