package io.waitroom.service;

import io.waitroom.room.TokenCheck;
import java.time.Instant;

/** Whether the holder of a checkout token may go on. */
public sealed interface VerifyDecision {
  /**
   * The holder may go on.
   *
   * @param expiresAt until when the checkout slot is held
   * @param claimed whether the session is bound to a client
   */
  record Accepted(TokenCheck.Genuine token, Instant admittedAt, Instant expiresAt, boolean claimed)
      implements VerifyDecision {}

  /** The holder may not go on. */
  sealed interface Refused extends VerifyDecision {}

  /** No token was presented. */
  record Missing() implements Refused {}

  /**
   * The token is none of ours, or does not fit together.
   *
   * @param flaw what is wrong with it, a sentence for the caller's developer
   */
  record Invalid(String flaw) implements Refused {}

  /** The lease of the checkout slot has run out. */
  record Expired() implements Refused {}

  /** The session holds no checkout slot any more, or its event is no more. */
  record Revoked() implements Refused {}

  /** The token is for another event than the one asked about. */
  record Foreign() implements Refused {}

  /** Another client presented the token first. */
  record Claimed() implements Refused {}
}
