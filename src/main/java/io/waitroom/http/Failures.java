package io.waitroom.http;

import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.RoomUnavailableException;
import java.lang.System.Logger.Level;

/** What a failed request is to its caller: a row of the {@link Problem} table, whatever failed. */
final class Failures {
  private static final System.Logger LOGGER = System.getLogger(Failures.class.getName());

  private Failures() {}

  /**
   * The problem that {@code thrown} is; of a bug, the log gets the stack and the caller does not.
   */
  static ProblemException problem(Throwable thrown) {
    return switch (thrown) {
      case ProblemException problem -> problem;
      case RoomUnavailableException e -> {
        LOGGER.log(Level.DEBUG, "Answered 503", e);
        yield new ProblemException(
            Problem.TEMPORARILY_UNAVAILABLE, "Nothing is lost; please try again in a moment");
      }
      default -> {
        LOGGER.log(Level.ERROR, "A request failed; this is a bug", thrown);
        yield new ProblemException(Problem.INTERNAL_ERROR, "The fault is the service's");
      }
    };
  }
}
