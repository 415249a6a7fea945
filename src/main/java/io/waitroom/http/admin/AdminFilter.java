package io.waitroom.http.admin;

import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.Ticker;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators in. Keys are compared as digests and in constant time, so that neither length nor
 * content can be measured; a service without a key lets nobody in. Wrong keys are logged, one line
 * a minute at most. They are not slowed down: a random key of the shortest length is beyond
 * guessing, and a limit would lock operators out whenever somebody guesses.
 */
@Provider
@AdminOnly
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class AdminFilter implements ContainerRequestFilter {
  private static final System.Logger LOGGER = System.getLogger(AdminFilter.class.getName());
  private static final String SCHEME = "Bearer ";
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final Optional<byte[]> keyDigest;
  private final Ticker ticker;
  private long wrong;
  private long saidNanos;

  @Inject
  public AdminFilter(HttpSettings settings, Ticker ticker) {
    this.keyDigest = settings.adminKey().map(AdminFilter::digest);
    this.ticker = ticker;
    this.saidNanos = ticker.nanos() - SILENCE.toNanos();
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (keyDigest.isEmpty()) {
      request.abortWith(
          Responses.problem(Problem.ADMIN_DISABLED, "No operator's key is configured").build());
      return;
    }
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    Optional<String> key = key(authorization);
    byte[] expected = keyDigest.get();
    if (key.filter(shown -> MessageDigest.isEqual(digest(shown), expected)).isPresent()) {
      return;
    }
    if (authorization != null) {
      countWrong();
    }
    if (key.isEmpty()) {
      request.abortWith(
          Responses.problem(
                  Problem.UNAUTHORIZED, "Send Authorization: Bearer and the operator's key")
              .build());
    } else {
      request.abortWith(
          Responses.problem(Problem.UNAUTHORIZED, "This is no operator's key")
              .header(HttpHeaders.WWW_AUTHENTICATE, null)
              .header(HttpHeaders.WWW_AUTHENTICATE, Problem.INVALID_TOKEN)
              .build());
    }
  }

  /** The key that a request shows; empty where it shows none. */
  private static Optional<String> key(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(key -> !key.isEmpty());
  }

  private synchronized void countWrong() {
    wrong++;
    long now = ticker.nanos();
    if (now - saidNanos >= SILENCE.toNanos()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} requests to the admin API came with a wrong key since the last such line",
          wrong);
      saidNanos = now;
      wrong = 0;
    }
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }
}
