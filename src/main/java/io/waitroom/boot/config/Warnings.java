package io.waitroom.boot.config;

import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import java.util.ArrayList;
import java.util.List;

/** Settings that are allowed, but that an operator should have chosen knowingly. */
final class Warnings {
  private Warnings() {}

  /** Returns one line for each. */
  static List<String> of(Configuration configuration) {
    List<String> warnings = new ArrayList<>();
    JoinSettings join = configuration.join();
    if (!configuration.keysMade()
        && join.joinsPerWindow() == 0
        && join.proof() == JoinSettings.Proof.OFF
        && join.identity() == JoinSettings.Identity.OFF) {
      warnings.add(
          "JOIN_LIMIT, JOIN_PROOF and JOIN_IDENTITY are all off: one client can join an event any"
              + " number of times");
    }
    configuration.issuer().ifPresent(issuer -> addTo(warnings, issuer));
    return warnings;
  }

  private static void addTo(List<String> warnings, IssuerSettings issuer) {
    if (issuer.audiences().isEmpty()) {
      warnings.add(
          "JWT_AUDIENCES is not set: a token that the issuer made for any other application lets its"
              + " holder join");
    }
    if (!issuer.personClaim().equals(IssuerSettings.SUBJECT)) {
      warnings.add(
          "JWT_PERSON_CLAIM is %s: people who can choose that claim can join as somebody else"
              .formatted(issuer.personClaim()));
    }
  }
}
