package io.waitroom.service;

import io.waitroom.room.ClientName;
import io.waitroom.room.EventId;
import java.util.List;
import java.util.Optional;

/**
 * A question about a checkout token.
 *
 * @param tokens as presented, one of which has to be good; empty when there was none
 * @param event which the token has to be for; empty accepts any
 * @param client binds the session, or has to be the one it is bound to; empty does neither
 */
public record VerifyQuery(
    List<String> tokens, Optional<EventId> event, Optional<ClientName> client) {
  public VerifyQuery {
    tokens = List.copyOf(tokens);
  }

  /** Without the tokens, which let their holder in. */
  @Override
  public String toString() {
    return "VerifyQuery[event=%s, client=%s]".formatted(event, client);
  }
}
