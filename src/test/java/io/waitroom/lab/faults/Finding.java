package io.waitroom.lab.faults;

/**
 * Something that must not be.
 *
 * @param text says what, with the ticket or user it is about
 */
record Finding(Kind kind, String text) {
  /** Which promise is broken. */
  enum Kind {
    /** A granted place, an event or an outcome that is gone. */
    LOST,
    /** Two where there must be one. */
    DUPLICATED,
    /** Somebody was overtaken. */
    INVERTED,
    /** More than slots or rate allow. */
    OVER_ADMITTED,
    /** An answer that the contract does not allow, or not in time. */
    WRONG_ANSWER,
    /** An answer that takes back an earlier one: a worse position, or an earlier state. */
    STALE,
    /** A write that Redis acknowledged and forgot in an asynchronous failover. */
    FAILOVER_LOSS
  }

  static Finding lost(String text) {
    return new Finding(Kind.LOST, text);
  }

  static Finding duplicated(String text) {
    return new Finding(Kind.DUPLICATED, text);
  }

  static Finding inverted(String text) {
    return new Finding(Kind.INVERTED, text);
  }

  static Finding overAdmitted(String text) {
    return new Finding(Kind.OVER_ADMITTED, text);
  }

  static Finding stale(String text) {
    return new Finding(Kind.STALE, text);
  }

  static Finding wrong(String text) {
    return new Finding(Kind.WRONG_ANSWER, text);
  }

  /** The same, where an asynchronous failover is the reason. */
  Finding byFailover() {
    return kind == Kind.LOST || kind == Kind.DUPLICATED
        ? new Finding(Kind.FAILOVER_LOSS, text)
        : this;
  }
}
