package io.waitroom.room;

import java.time.Instant;

/** Makes the token with which an admitted buyer enters the checkout. */
public interface CheckoutTokens {
  /**
   * A signed token that lives exactly as long as the slot. Made when asked for, never stored.
   *
   * @param sessionId as given to the buyer
   * @param admittedAt becomes {@code iat}
   * @param leaseUntil becomes {@code exp}
   */
  String issue(
      String sessionId, EventId eventId, UserId userId, Instant admittedAt, Instant leaseUntil);

  /** The public keys, as a JSON Web Key Set document. */
  String publicKeys();
}
