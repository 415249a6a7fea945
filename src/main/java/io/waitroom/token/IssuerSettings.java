package io.waitroom.token;

import java.net.URI;
import java.util.Set;

/**
 * Who issues the tokens of buyers.
 *
 * @param name the {@code iss} claim
 * @param keys where the public keys are, as a JSON Web Key Set: http, https or file
 * @param audiences of which a token must name one; empty where it need not
 * @param personClaim the claim that tells people apart; {@value #SUBJECT} is the one that OpenID
 *     Connect promises to be of one person for good
 */
public record IssuerSettings(String name, URI keys, Set<String> audiences, String personClaim) {
  /** The claim that only one person ever has. */
  public static final String SUBJECT = "sub";

  public IssuerSettings {
    audiences = Set.copyOf(audiences);
  }
}
