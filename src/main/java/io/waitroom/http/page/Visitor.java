package io.waitroom.http.page;

import io.waitroom.room.UserId;
import io.waitroom.service.JoinDecision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who visits the page of one event, without a name: what their cookie holds. From its secret follow
 * the user and the key that proves a session to be theirs, so that whatever is repeated leads to
 * the same session.
 *
 * @param secret 128 random bits in hexadecimal digits; never leaves the cookie
 * @param sessionId their session; empty before they joined. Not to be trusted before it is verified
 * @param start the position with which the session began, at least 1; only the progress bar looks
 * @param until when the wait runs out, as the join said; only shown
 */
record Visitor(String secret, Optional<String> sessionId, long start, Instant until) {
  /** The cookie's name; its path tells the event. */
  static final String COOKIE = "waitroom";

  private static final int SECRET_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern SYNTAX =
      Pattern.compile(
          "([0-9a-f]{32})(?:~([A-Za-z0-9_.-]{1,109})~([1-9][0-9]{0,11})~([1-9][0-9]{0,11}))?");

  /** Somebody new. */
  static Visitor anew() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new Visitor(HexFormat.of().formatHex(secret), Optional.empty(), 1, Instant.EPOCH);
  }

  /** Whose cookie it is; empty when there is none or it is none of ours. */
  static Optional<Visitor> of(@Nullable String cookie) {
    if (cookie == null) {
      return Optional.empty();
    }
    Matcher parts = SYNTAX.matcher(cookie);
    if (!parts.matches()) {
      return Optional.empty();
    }
    boolean joined = parts.group(2) != null;
    return Optional.of(
        new Visitor(
            parts.group(1),
            Optional.ofNullable(parts.group(2)),
            joined ? Long.parseLong(parts.group(3)) : 1,
            joined ? Instant.ofEpochSecond(Long.parseLong(parts.group(4))) : Instant.EPOCH));
  }

  /** The same visitor with a session; what is known of where it began stays known. */
  Visitor at(String session, long position, Instant expiresAt) {
    boolean known = sessionId.filter(session::equals).isPresent();
    return known
        ? this
        : new Visitor(
            secret,
            Optional.of(session),
            Math.max(1, position),
            expiresAt.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The same visitor with the session that they got. */
  Visitor with(JoinDecision.Joined joined) {
    return at(joined.sessionId(), joined.result().position(), joined.result().expiresAt());
  }

  /** What the cookie holds. */
  String cookie() {
    return sessionId
        .map(id -> String.join("~", secret, id, Long.toString(start), seconds(until)))
        .orElse(secret);
  }

  private static String seconds(Instant instant) {
    return Long.toString(instant.getEpochSecond());
  }

  /** Who queues, in the service's terms. */
  UserId userId() {
    return new UserId("visitor-" + derive("user"));
  }

  /** The proof, when they ask again, that the session is theirs. */
  String retryKey() {
    return derive("key");
  }

  private String derive(String purpose) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((purpose + ":" + secret).getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, SECRET_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }
}
