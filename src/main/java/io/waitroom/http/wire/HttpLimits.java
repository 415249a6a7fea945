package io.waitroom.http.wire;

/**
 * The bounds on what a caller may send; everything else is bounded by the nouns in {@code room}.
 */
public final class HttpLimits {
  /**
   * Longest request body. The server's own cut-off lies above it, so that callers get a problem.
   */
  public static final int MAX_BODY_BYTES = 16 * 1024;

  /** Deepest nesting of arrays and objects in a body. */
  public static final int MAX_JSON_DEPTH = 16;

  /**
   * Shortest {@code Idempotency-Key}: it proves whose a session is, so it must not be guessable.
   */
  public static final int MIN_IDEMPOTENCY_KEY_LENGTH = 16;

  /** Longest {@code Idempotency-Key}. */
  public static final int MAX_IDEMPOTENCY_KEY_LENGTH = 128;

  /** Longest value or name of the caller's that a problem repeats. */
  public static final int MAX_ECHO_LENGTH = 32;

  /** Longest {@code X-Original-URL} that a buyer is led back to. */
  public static final int MAX_RETURN_URL_LENGTH = 2_000;

  private HttpLimits() {}
}
