package io.waitroom.lab.faults;

import jakarta.json.JsonObject;

/**
 * One request and what came back, as its caller saw it.
 *
 * @param user who called
 * @param replica the port that was called
 * @param startNanos when it was sent, on this JVM's {@link System#nanoTime}
 * @param endNanos when its answer was complete, or given up
 * @param status 0 when no answer came
 * @param retryAfter the header {@code Retry-After}; empty when there was none
 * @param body the answer; or why there is none
 */
record Exchange(
    String user,
    Operation operation,
    int replica,
    long startNanos,
    long endNanos,
    int status,
    String retryAfter,
    String body) {
  /** What was asked for. */
  enum Operation {
    JOIN,
    /** A join without the key that proves whose place it is. */
    JOIN_UNPROVEN,
    STATUS,
    /** One event of a stream. */
    STREAM,
    LEAVE
  }

  /** Whether the place was granted, or done what was asked for. */
  boolean isSuccess() {
    return status == 200 || status == 201;
  }

  boolean isUnanswered() {
    return status == 0;
  }

  /** From the first byte sent to the last received, ms. */
  long millis() {
    return (endNanos - startNanos) / 1_000_000;
  }

  /** The answer as an object; empty when it is none. */
  JsonObject json() {
    return JsonText.object(body);
  }

  /** A text in the answer; empty when it has none of that name. */
  String text(String name) {
    return json().getString(name, "");
  }
}
