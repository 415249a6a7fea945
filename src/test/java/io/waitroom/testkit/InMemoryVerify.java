package io.waitroom.testkit;

import io.waitroom.room.ClientName;
import io.waitroom.room.EnterResult;
import io.waitroom.room.SessionStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Who may enter the checkout of a room in memory. */
final class InMemoryVerify {
  private InMemoryVerify() {}

  static EnterResult enter(
      InMemoryRoom room, long ticket, Optional<ClientName> client, Instant now) {
    return room.place(ticket, now)
        .map(place -> enter(room, place, client, now))
        .orElseGet(EnterResult.NoSlot::new);
  }

  private static EnterResult enter(
      InMemoryRoom room, InMemorySession place, Optional<ClientName> client, Instant now) {
    if (place.lapsed) {
      return new EnterResult.LeaseOver();
    }
    if (place.status != SessionStatus.ADMITTED) {
      return new EnterResult.NoSlot();
    }
    if (!room.deadline(place).isAfter(now)) {
      return new EnterResult.LeaseOver();
    }
    if (client.isPresent() && place.client.isPresent() && !place.client.equals(client)) {
      return new EnterResult.ClaimedByAnother();
    }
    place.client = place.client.or(() -> client);
    return new EnterResult.Entered(
        place.user,
        Objects.requireNonNull(place.admittedAt),
        room.deadline(place),
        place.client.isPresent());
  }
}
