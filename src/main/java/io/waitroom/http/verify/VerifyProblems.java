package io.waitroom.http.verify;

import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.service.VerifyDecision;

/** The refusals of a checkout token as problems. */
final class VerifyProblems {
  private VerifyProblems() {}

  /**
   * Returns the problem that a refusal is: 401 where the token is not good by itself, 403 where it
   * is good for nothing any more, or not here.
   */
  static ProblemException of(VerifyDecision.Refused refused) {
    return switch (refused) {
      case VerifyDecision.Missing() ->
          new ProblemException(Problem.TOKEN_MISSING, "No checkout token was sent");
      case VerifyDecision.Invalid(String flaw) -> new ProblemException(Problem.TOKEN_INVALID, flaw);
      case VerifyDecision.Expired() ->
          new ProblemException(Problem.TOKEN_EXPIRED, "The checkout slot has run out");
      case VerifyDecision.Revoked() ->
          new ProblemException(
              Problem.TOKEN_REVOKED,
              "The token's session has ended, or its event has been removed");
      case VerifyDecision.Foreign() ->
          new ProblemException(Problem.TOKEN_FOREIGN, "The token's aud is another event");
      case VerifyDecision.Claimed() ->
          new ProblemException(Problem.TOKEN_CLAIMED, "Another client presented the token first");
    };
  }
}
