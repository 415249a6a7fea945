package io.waitroom.room;

import java.util.Optional;

/**
 * Sets clients a piece of work before they join, and checks that it was done. Any replica checks
 * what another has set. That a proof counts only once is seen to by {@link WaitingRoom#join}.
 */
public interface ProofOfWork {
  /** Returns a new challenge for an event; no two are alike. */
  Challenge challenge(EventId event);

  /**
   * Checks the solution of a challenge. Takes any text.
   *
   * @param event which the challenge has to be of
   * @return empty when the solution is malformed, forged, wrong, expired, or of another event
   */
  Optional<SpentProof> check(String solution, EventId event);

  /**
   * A challenge by the ALTCHA scheme: to be found is the number whose hash after {@code salt} is
   * {@code hash}.
   *
   * @param algorithm of the hash
   * @param hash in hexadecimal digits
   * @param maxNumber largest number to be tried
   * @param salt goes before the number
   * @param signature shows that the challenge was made here
   */
  record Challenge(String algorithm, String hash, long maxNumber, String salt, String signature) {}
}
