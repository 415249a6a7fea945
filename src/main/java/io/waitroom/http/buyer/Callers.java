package io.waitroom.http.buyer;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.server.ClientAddress;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.service.Caller;
import java.util.Optional;

/** Reads from a request who asks to join. */
public final class Callers {
  private static final String BEARER = "Bearer ";

  private Callers() {}

  /**
   * Returns the caller of a request.
   *
   * @param trustedProxies how many proxies in front add to {@code X-Forwarded-For}
   * @throws ProblemException when the {@code Idempotency-Key} is malformed
   */
  public static Caller of(ServerRequest request, int trustedProxies) {
    Optional<String> retryKey = IdempotencyKey.of(request.headers());
    return new Caller(
        ClientAddress.of(request, trustedProxies), bearer(request.headers()), retryKey);
  }

  private static Optional<String> bearer(Headers headers) {
    return headers
        .first(HeaderNames.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }
}
