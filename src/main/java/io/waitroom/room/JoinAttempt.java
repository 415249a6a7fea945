package io.waitroom.room;

import java.util.Optional;

/**
 * Who asks to join, and on what terms.
 *
 * @param userId one session each
 * @param verified whether it is shown that the caller is this user: then any session of theirs is
 *     given back
 * @param retryKey a secret of the caller that shows, when it asks again, that the session is theirs
 * @param limit how often the caller's client may join; empty for no limit
 * @param proof a proof of work that counts once; empty where none is asked for
 */
public record JoinAttempt(
    UserId userId,
    boolean verified,
    Optional<String> retryKey,
    Optional<JoinLimit> limit,
    Optional<SpentProof> proof) {

  /** One who is held to nothing. */
  public static JoinAttempt of(UserId userId, Optional<String> retryKey) {
    return new JoinAttempt(userId, false, retryKey, Optional.empty(), Optional.empty());
  }
}
