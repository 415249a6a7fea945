package io.waitroom.service;

import java.time.Duration;

/**
 * Who may join, and how often.
 *
 * @param joinsPerWindow most joins of one client to one event within {@code window}; 0 for no limit
 * @param window of the limit, 1 s to 1 d
 * @param proof when a proof of work is asked for
 * @param spike attempts or joins per second of one event from which on {@link Proof#SPIKE} asks for
 *     proofs
 * @param identity whether buyers show who they are
 */
public record JoinSettings(
    int joinsPerWindow, Duration window, Proof proof, int spike, Identity identity) {

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
}
