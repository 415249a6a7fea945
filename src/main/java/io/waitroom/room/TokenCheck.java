package io.waitroom.room;

import java.time.Instant;

/** What a checkout token is found to be by itself, before anybody asks how its session stands. */
public sealed interface TokenCheck {
  /**
   * Signed here, and not run out.
   *
   * @param sessionId the {@code jti}; not verified as an id
   * @param eventId the one {@code aud}
   * @param userId the {@code sub}
   * @param expiresAt the {@code exp}, whole seconds
   */
  record Genuine(String sessionId, EventId eventId, UserId userId, Instant expiresAt)
      implements TokenCheck {}

  /** Signed here, and run out, however clocks may differ. */
  record Expired() implements TokenCheck {}

  /** Malformed, or signed by somebody else, or in another way. */
  record Invalid() implements TokenCheck {}
}
