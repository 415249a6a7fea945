package io.waitroom.token;

import java.net.URI;
import java.util.Set;

/**
 * Who issues the tokens of buyers.
 *
 * @param name the {@code iss} claim
 * @param keys where the public keys are, as a JSON Web Key Set: http, https or file
 * @param audiences of which a token must name one; empty where it need not
 */
public record IssuerSettings(String name, URI keys, Set<String> audiences) {
  public IssuerSettings {
    audiences = Set.copyOf(audiences);
  }
}
