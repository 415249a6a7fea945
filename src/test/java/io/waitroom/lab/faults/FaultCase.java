package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.function.Function;

/**
 * Something that goes wrong: a row of {@link Faults}.
 *
 * @param name one word, or several with hyphens: the name in the report, and of the event
 * @param needs the kind of deployment
 * @param lasts about how long it lasts, so that the crowd comes all the while
 * @param strike breaks, and mends
 * @param tolerance what the audit lets pass
 */
record FaultCase(
    String name,
    FaultDeployment.Kind needs,
    Function<Scale, Duration> lasts,
    Strike strike,
    Tolerance tolerance) {

  /** What is done to a deployment. */
  interface Strike {
    /** Breaks, and mends; tells the trial when the broken part is back. */
    void run(Trial trial) throws Exception;

    /** Looks at what shows only when all buyers have gone and all messages are read. */
    default void inspect(Trial trial) {}

    /** Puts back what was changed for good; also after a failure. */
    default void tidy(FaultDeployment deployment) {}
  }

  /**
   * What the audit lets pass.
   *
   * @param silence which requests may stay without an answer
   * @param lostWrites whether Redis itself forgets acknowledged writes, so that losses are its own
   * @param skewedClocks whether the clocks of replicas differ
   */
  record Tolerance(Silence silence, boolean lostWrites, boolean skewedClocks) {
    static final Tolerance USUAL = new Tolerance(Silence.NOTHING_DONE, false, false);
    static final Tolerance NO_SILENCE = new Tolerance(Silence.NEVER, false, false);
    static final Tolerance ANY_SILENCE = new Tolerance(Silence.ANY, false, false);
    static final Tolerance LOST_WRITES = new Tolerance(Silence.NOTHING_DONE, true, false);
    static final Tolerance SKEWED_CLOCKS = new Tolerance(Silence.NOTHING_DONE, false, true);
  }

  /** Which requests may stay without an answer. */
  enum Silence {
    /** None at all. */
    NEVER,
    /** Only such as were not done: refused connections and the like. */
    NOTHING_DONE,
    /** Any: a replica dies without a word. */
    ANY
  }
}
