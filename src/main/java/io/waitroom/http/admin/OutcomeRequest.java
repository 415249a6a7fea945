package io.waitroom.http.admin;

import io.waitroom.http.buyer.JoinRequest;
import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.Outcome;
import io.waitroom.room.UserId;
import java.util.Set;

/**
 * The body with which a shop without Kafka reports what became of a checkout.
 *
 * @param outcome what became of it
 * @param userId whose it was
 */
public record OutcomeRequest(Outcome outcome, UserId userId) {
  private static final String OUTCOME = "outcome";
  private static final Set<String> KNOWN = Set.of(OUTCOME, "user_id");

  /** What {@code fields} report. */
  public static OutcomeRequest of(Fields fields) {
    fields.allowOnly(KNOWN);
    return new OutcomeRequest(outcome(fields.string(OUTCOME)), JoinRequest.userId(fields));
  }

  private static Outcome outcome(String word) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.status().word().equals(word)) {
        return outcome;
      }
    }
    throw ProblemException.invalidField(
        OUTCOME, "outcome must be one of completed, failed, expired, not " + Fields.echo(word));
  }
}
