package io.waitroom.http.buyer;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import java.util.List;
import java.util.Optional;

/** The header with which a caller shows, when it asks again, that a session is its own. */
public final class IdempotencyKey {
  private static final HeaderName HEADER = HeaderNames.create("Idempotency-Key");

  private IdempotencyKey() {}

  /**
   * The key of a request, if it has one.
   *
   * @throws ProblemException when it has a bad one, or several
   */
  public static Optional<String> of(Headers headers) {
    List<String> values = headers.all(HEADER, List::of);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String key = values.getFirst();
    if (values.size() > 1 || !isValid(key)) {
      throw new ProblemException(
          Problem.INVALID_IDEMPOTENCY_KEY,
          "%s must be given once and have %d to %d printable ASCII characters"
              .formatted(
                  HEADER.defaultCase(),
                  HttpLimits.MIN_IDEMPOTENCY_KEY_LENGTH,
                  HttpLimits.MAX_IDEMPOTENCY_KEY_LENGTH));
    }
    return Optional.of(key);
  }

  private static boolean isValid(String key) {
    return key.length() >= HttpLimits.MIN_IDEMPOTENCY_KEY_LENGTH
        && key.length() <= HttpLimits.MAX_IDEMPOTENCY_KEY_LENGTH
        && key.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
