package io.waitroom.room;

import java.util.Objects;

/**
 * A session in one life of a room, as verified from a session id; the address of every
 * session-scoped operation.
 *
 * @param eventId the event
 * @param epoch random name of the room's life; a deleted and re-created room has another one
 * @param ticket 1, 2, 3 … in order of joining
 * @param keyId which key signed the session's id; kept with the session, so that rotating keys
 *     never gives it a second id. Addresses nothing: scripts look at the other three
 */
public record SessionRef(EventId eventId, String epoch, long ticket, String keyId) {
  public SessionRef {
    Objects.requireNonNull(eventId);
    Objects.requireNonNull(epoch);
    Objects.requireNonNull(keyId);
    if (ticket < 1) {
      throw new IllegalArgumentException("ticket must be at least 1, not " + ticket);
    }
  }
}
