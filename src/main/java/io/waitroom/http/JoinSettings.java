package io.waitroom.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who may join, and how often. Everything is off by default.
 *
 * @param trustedProxies how many proxies stand in front and add to {@code X-Forwarded-For}; the
 *     client's address is what the outermost of them saw; 0 to 10, 0 takes the connection's
 * @param joinsPerWindow most joins of one client to one event within {@code window}; 0 for no limit
 * @param window of the limit, 1 s to 1 d
 * @param proof when a proof of work is asked for
 * @param spike joins per second of one event from which on {@link Proof#SPIKE} asks for proofs
 * @param proofWork largest number of hashes a proof takes; half of it on average
 * @param identity whether buyers show who they are
 * @param issuer of the tokens that show it
 */
public record JoinSettings(
    int trustedProxies,
    int joinsPerWindow,
    Duration window,
    Proof proof,
    int spike,
    int proofWork,
    Identity identity,
    Optional<Issuer> issuer) {

  /** When a proof of work is asked for. */
  public enum Proof {
    OFF,
    SPIKE,
    ALWAYS
  }

  /** Whether buyers show who they are. */
  public enum Identity {
    OFF,
    OPTIONAL,
    REQUIRED
  }

  /**
   * Who issues the tokens of buyers.
   *
   * @param name the {@code iss} claim
   * @param keys where the public keys are, as a JSON Web Key Set: http, https or file
   * @param audiences of which a token must name one; empty where it need not
   */
  public record Issuer(String name, URI keys, Set<String> audiences) {
    public Issuer {
      audiences = Set.copyOf(audiences);
    }
  }

  public JoinSettings {
    if (identity != Identity.OFF && issuer.isEmpty()) {
      throw new IllegalArgumentException("an identity needs an issuer");
    }
  }

  /** Everybody may join as often as they like. */
  public static JoinSettings open() {
    return new JoinSettings(
        0, 0, Duration.ofMinutes(1), Proof.OFF, 500, 50_000, Identity.OFF, Optional.empty());
  }
}
