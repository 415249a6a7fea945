package io.waitroom.http.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that ends as a problem. Has no stack trace: it is an answer, not a failure. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final String detail;
  private final @Nullable String field;
  private final boolean closing;
  private final int retryAfterSeconds;

  /**
   * @param detail what is wrong this time, for the caller's developer
   */
  public ProblemException(Problem problem, String detail) {
    this(problem, detail, null, false);
  }

  private ProblemException(
      Problem problem, String detail, @Nullable String field, boolean closing) {
    this(problem, detail, field, closing, problem.retryAfterSeconds());
  }

  private ProblemException(
      Problem problem,
      String detail,
      @Nullable String field,
      boolean closing,
      int retryAfterSeconds) {
    super(detail, null, false, false);
    this.problem = problem;
    this.detail = detail;
    this.field = field;
    this.closing = closing;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** A request that can succeed at a time that is known; in whole seconds, rounded up. */
  public static ProblemException retryAfter(Problem problem, String detail, Duration retryAfter) {
    int seconds = Math.toIntExact(retryAfter.plusMillis(999).toSeconds());
    return new ProblemException(problem, detail, null, false, Math.max(1, seconds));
  }

  /** A field of the request that cannot be used, and why. */
  public static ProblemException invalidField(String field, String detail) {
    return new ProblemException(Problem.INVALID_FIELD, detail, field, false);
  }

  /** A field that the operation does not know. */
  public static ProblemException unknownField(String field, String detail) {
    return new ProblemException(Problem.UNKNOWN_FIELD, detail, field, false);
  }

  /** A body that was not read to its end: what is left must not be taken for the next request. */
  public static ProblemException closing(Problem problem, String detail) {
    return new ProblemException(problem, detail, null, true);
  }

  /** The row of the table. */
  public Problem problem() {
    return problem;
  }

  /** What is wrong this time. */
  public String detail() {
    return detail;
  }

  /** The field that is wrong; null where the problem is not about a field. */
  public @Nullable String field() {
    return field;
  }

  /** What {@code Retry-After} says; 0 where trying again does not help. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Whether the connection cannot be used again. */
  public boolean isClosing() {
    return closing;
  }
}
