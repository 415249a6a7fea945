package io.waitroom.lab.faults;

import java.time.Duration;

/** Something that goes wrong. */
interface Fault {
  /** One word, or several with hyphens: the name in the report, and of the event. */
  String name();

  /** What kind of house it needs. */
  default FaultDeployment.Kind needs() {
    return FaultDeployment.Kind.SINGLE;
  }

  /** About how long it lasts, so that the crowd comes all the while. */
  Duration lasts(Scale form);

  /** Breaks, and mends; says so to the trial when the broken part is back. */
  void strike(Trial trial) throws Exception;

  /** Looks at what shows only when all have gone and all is read. */
  default void inspect(Trial trial) {}

  /** Puts back what was changed for good; also after a failure. */
  default void tidy(FaultDeployment house) {}

  /** Whether Redis itself forgets acknowledged writes, so that losses are its own. */
  default boolean losesAcknowledgedWrites() {
    return false;
  }

  /** Whether clocks of replicas differ. */
  default boolean skewsClocks() {
    return false;
  }

  /** What requests without an answer are to be expected. */
  default Silence silence() {
    return Silence.NOTHING_DONE;
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
