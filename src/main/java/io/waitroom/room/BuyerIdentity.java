package io.waitroom.room;

/** Tells who a buyer is from a token that the shop's identity provider has issued. */
public interface BuyerIdentity {
  /**
   * Identifies the buyer that a token speaks of. Takes any text.
   *
   * @throws RoomUnavailableException when the issuer's keys cannot be read
   */
  Identity identify(String token);

  /** What a token says about its holder. */
  sealed interface Identity {
    /** The token is good, and this is the buyer. */
    record Known(UserId userId) implements Identity {}

    /**
     * The token shows nobody.
     *
     * @param flaw what is wrong with it, to follow "The bearer token is"; never the token
     */
    record Invalid(String flaw) implements Identity {}
  }
}
