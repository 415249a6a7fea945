package io.waitroom.service;

import io.waitroom.room.ClientName;
import io.waitroom.room.EventId;
import java.util.Optional;

/**
 * A question about a checkout token.
 *
 * @param token as presented; empty when there was none
 * @param event which the token has to be for; empty accepts any
 * @param client binds the session, or has to be the one it is bound to; empty does neither
 */
public record VerifyQuery(
    Optional<String> token, Optional<EventId> event, Optional<ClientName> client) {
  /** Without the token, which lets its holder in. */
  @Override
  public String toString() {
    return "VerifyQuery[event=%s, client=%s]".formatted(event, client);
  }
}
