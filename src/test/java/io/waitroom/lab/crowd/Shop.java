package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Plan.Ending;

/** Whoever tells the service what became of a checkout. Thread-safe. */
interface Shop extends AutoCloseable {
  /**
   * Reports it; a failure to do so is a complaint.
   *
   * @param ending {@link Ending#COMPLETES} or {@link Ending#FAILS}
   */
  void report(Ending ending, String sessionId, String user) throws InterruptedException;

  @Override
  void close();
}
