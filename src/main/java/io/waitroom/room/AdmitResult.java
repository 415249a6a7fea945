package io.waitroom.room;

import java.time.Duration;
import java.util.List;

/** What one admission step did. */
public sealed interface AdmitResult {
  /**
   * The step ran.
   *
   * @param waits how long each of the newly admitted had waited, in order of admission
   * @param leasesLapsed slots taken back because their lease had run out
   * @param timedOut waiters at the head whose wait had run out
   * @param overAdmitted slots held beyond the cap because of this step; 0, or an invariant is
   *     broken
   * @param inversions admissions out of order; 0, or an invariant is broken
   * @param limit what kept the step from admitting more
   * @param next when another step can admit somebody, if {@code limit} is {@code RATE}; otherwise
   *     zero
   */
  record Step(
      List<Duration> waits,
      int leasesLapsed,
      int timedOut,
      int overAdmitted,
      int inversions,
      Limit limit,
      Duration next)
      implements AdmitResult {}

  /** No such room. */
  record NoSuchEvent() implements AdmitResult {}

  /** What kept a step from admitting more. */
  enum Limit {
    /** Nobody waits. */
    EMPTY,
    /** No slot is free. */
    SLOTS,
    /** The rate allows no more yet. */
    RATE,
    /** Paused or sold out. */
    STATE,
    /** The step's own bound; another one may follow at once. */
    BATCH
  }
}
