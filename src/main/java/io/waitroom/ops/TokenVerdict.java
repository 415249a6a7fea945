package io.waitroom.ops;

import java.util.Locale;

/** The outcome of a check of a checkout token. */
public enum TokenVerdict {
  /** Its holder may go on. */
  ACCEPTED,
  /** There was none. */
  MISSING,
  /** Malformed, or not made here. */
  INVALID,
  /** Its lease had run out. */
  EXPIRED,
  /** Its session holds no checkout slot any more. */
  REVOKED,
  /** For another event. */
  FOREIGN,
  /** Bound to another client. */
  CLAIMED;

  /** The label in metrics. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
