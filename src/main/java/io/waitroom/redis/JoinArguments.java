package io.waitroom.redis;

import io.waitroom.redis.script.Keys;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import java.util.ArrayList;
import java.util.List;

/** An applicant as {@code join.lua} takes one. */
final class JoinArguments {
  private static final String VERIFIED = "*";
  private static final List<String> NO_LIMIT = List.of("", "0", "0");
  private static final List<String> NO_PROOF = List.of("", "0");

  private JoinArguments() {}

  /** The arguments after the common ones, in the order of the script's header. */
  static List<String> of(
      EventId eventId, JoinAttempt applicant, String keyId, TicketHighWaterMarks marks) {
    List<String> arguments = new ArrayList<>();
    arguments.add(applicant.userId().value());
    arguments.add(
        applicant.verified() ? VERIFIED : applicant.retryKey().map(Digests::of).orElse(""));
    arguments.add(keyId);
    arguments.addAll(
        applicant
            .limit()
            .map(limit ->
                List.of(
                    Keys.joins(eventId, Digests.of(limit.client())),
                    Long.toString(limit.window().toMillis() / limit.joins()),
                    Long.toString(limit.window().toMillis())))
            .orElse(NO_LIMIT));
    arguments.addAll(
        applicant
            .proof()
            .map(proof ->
                List.of(
                    Keys.proof(eventId, Digests.of(proof.id())),
                    Long.toString(Math.max(1, proof.lifetime().toMillis()))))
            .orElse(NO_PROOF));
    arguments.addAll(marks.arguments(eventId));
    return arguments;
  }
}
