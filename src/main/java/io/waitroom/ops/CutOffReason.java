package io.waitroom.ops;

import java.util.Locale;

/** Why a client was cut off. */
public enum CutOffReason {
  /** It took too long to send a request, or to take an answer. */
  SLOW,
  /** All clients together made the service hold too much for them, and it the most. */
  MEMORY,
  /** Nearly all connections were taken, and it kept the service waiting the longest. */
  CONNECTIONS;

  /** The word in the label. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
