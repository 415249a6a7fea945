package io.waitroom.room;

import java.time.Duration;
import java.util.Objects;

/**
 * What an operator sets for one event. Changes apply at once, to those who already wait too.
 *
 * @param name for people; at most {@value #MAX_NAME_LENGTH} characters, may be empty
 * @param maxConcurrent checkout slots, 1 to {@value #MAX_CONCURRENT_LIMIT}
 * @param releaseRate admissions per second, 1 to {@value #MAX_RELEASE_RATE}
 * @param maxLength most people waiting, 1 to {@value #MAX_LENGTH_LIMIT}; a join beyond is refused
 * @param sessionTtl longest wait, 1 s to 7 d
 * @param checkoutTtl lease of a checkout slot, 1 s to 1 d
 * @param page what those who wait see
 */
public record RoomSettings(
    String name,
    int maxConcurrent,
    int releaseRate,
    long maxLength,
    Duration sessionTtl,
    Duration checkoutTtl,
    RoomPage page) {
  /** Longest name in characters. */
  public static final int MAX_NAME_LENGTH = 100;

  /** Most slots that can be asked for. */
  public static final int MAX_CONCURRENT_LIMIT = 1_000_000;

  /** Fastest rate per second that can be asked for. */
  public static final int MAX_RELEASE_RATE = 100_000;

  /** Longest queue that can be asked for. */
  public static final long MAX_LENGTH_LIMIT = 100_000_000;

  /** Shortest lease and shortest wait that can be asked for. */
  public static final Duration MIN_TTL = Duration.ofSeconds(1);

  /** Longest wait that can be asked for. */
  public static final Duration MAX_SESSION_TTL = Duration.ofDays(7);

  /** Longest lease that can be asked for. */
  public static final Duration MAX_CHECKOUT_TTL = Duration.ofDays(1);

  /** With a page on which nothing is set. */
  public RoomSettings(
      String name,
      int maxConcurrent,
      int releaseRate,
      long maxLength,
      Duration sessionTtl,
      Duration checkoutTtl) {
    this(name, maxConcurrent, releaseRate, maxLength, sessionTtl, checkoutTtl, RoomPage.NONE);
  }

  public RoomSettings {
    Objects.requireNonNull(name);
    Objects.requireNonNull(page);
    if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name must be at most " + MAX_NAME_LENGTH + " characters without control characters");
    }
    requireWithin("max_concurrent", maxConcurrent, 1, MAX_CONCURRENT_LIMIT);
    requireWithin("release_rate", releaseRate, 1, MAX_RELEASE_RATE);
    requireWithin("max_length", maxLength, 1, MAX_LENGTH_LIMIT);
    requireWithin("session_ttl", sessionTtl, MAX_SESSION_TTL);
    requireWithin("checkout_ttl", checkoutTtl, MAX_CHECKOUT_TTL);
  }

  private static void requireWithin(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, not %d".formatted(field, min, max, value));
    }
  }

  private static void requireWithin(String field, Duration value, Duration max) {
    if (value.compareTo(MIN_TTL) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s must be %d to %d seconds, not %s"
              .formatted(field, MIN_TTL.toSeconds(), max.toSeconds(), value));
    }
  }
}
