package io.waitroom.room;

import java.time.Duration;
import java.time.Instant;

/** Makes and checks the token with which an admitted buyer enters the checkout. */
public interface CheckoutTokens {
  /**
   * How far this replica's clock may be ahead of the one that leases are judged by: a token is
   * called expired without asking anybody only when it ran out longer ago.
   */
  Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

  /**
   * A signed token that lives exactly as long as the slot. Made when asked for, never stored.
   *
   * @param sessionId as given to the buyer
   * @param admittedAt becomes {@code iat}
   * @param leaseUntil becomes {@code exp}
   */
  String issue(
      String sessionId, EventId eventId, UserId userId, Instant admittedAt, Instant leaseUntil);

  /**
   * What a token that somebody showed is by itself: whether it was signed here, for whom, and until
   * when. Asks nobody, and takes any text.
   */
  TokenCheck check(String token);

  /** The public keys, as a JSON Web Key Set document. */
  String publicKeys();
}
