package io.waitroom.room;

import java.time.Duration;

/**
 * How often one client may join an event, over all replicas. Joins that made no session do not
 * count.
 *
 * @param client who is counted, such as an address; any text
 * @param joins most joins within the window, at least 1
 * @param window at least 1 s
 */
public record JoinLimit(String client, int joins, Duration window) {
  public JoinLimit {
    if (joins < 1) {
      throw new IllegalArgumentException("joins must be at least 1, not " + joins);
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("window must be at least 1 s, not " + window);
    }
  }
}
