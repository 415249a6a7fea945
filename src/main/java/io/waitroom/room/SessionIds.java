package io.waitroom.room;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks session ids: {@code <event_id>.<ticket in base 36>.<key id><128 bits of
 * HMAC-SHA256, base64url>} over event id, epoch and ticket. Nobody can guess or forge one, and any
 * replica checks one without Redis.
 *
 * <p>Thread-safe.
 */
public final class SessionIds {
  /** Longest id that is looked at: event, ticket, key id and mac at their greatest. */
  public static final int MAX_LENGTH = 64 + 1 + 13 + 1 + 8 + 22;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int MAC_BYTES = 16;
  private static final int MAC_CHARS = 22;
  private static final int RADIX = 36;
  private static final int MAX_TICKET_CHARS = 11;

  private final Signer signing;
  private final Map<String, Signer> signers = new HashMap<>();
  private final Rooms rooms;

  /**
   * @param keys the first signs, all verify; at least one
   * @param rooms where the epoch of an event is known
   */
  public SessionIds(List<SessionKey> keys, Rooms rooms) {
    this.signing = new Signer(keys.getFirst());
    keys.forEach(key -> signers.put(key.id(), new Signer(key)));
    this.rooms = rooms;
  }

  /**
   * The id of a session, signed with the key it was first signed with, always the same; with the
   * first key if that one is no longer configured.
   */
  public String issue(SessionRef ref) {
    Signer signer = signers.getOrDefault(ref.keyId(), signing);
    return ref.eventId().value()
        + '.'
        + Long.toString(ref.ticket(), RADIX)
        + '.'
        + signer.keyId()
        + mac(signer, ref);
  }

  /**
   * The session that {@code id} names, or empty when it is malformed, forged, or of another life of
   * the room. Asks the rooms known to this replica; a room that may be newer than that is looked
   * up, at a bounded rate.
   *
   * @throws RoomUnavailableException when nothing is known of the rooms and Redis cannot be asked
   */
  public Optional<SessionRef> verify(String id) {
    Parts parts = parse(id);
    if (parts == null) {
      return Optional.empty();
    }
    Signer signer = signers.get(parts.keyId);
    if (signer == null) {
      return Optional.empty();
    }
    Optional<RoomSnapshot> known = rooms.find(parts.eventId);
    Optional<SessionRef> verified = known.flatMap(room -> check(parts, signer, room.epoch()));
    if (verified.isPresent()) {
      return verified;
    }
    return rooms
        .findNewerThan(parts.eventId, known.map(RoomSnapshot::epoch).orElse(""))
        .flatMap(room -> check(parts, signer, room.epoch()));
  }

  private static Optional<SessionRef> check(Parts parts, Signer signer, String epoch) {
    SessionRef ref = new SessionRef(parts.eventId, epoch, parts.ticket, parts.keyId);
    byte[] expected = mac(signer, ref).getBytes(StandardCharsets.US_ASCII);
    byte[] actual = parts.mac.getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, actual) ? Optional.of(ref) : Optional.empty();
  }

  private static String mac(Signer signer, SessionRef ref) {
    byte[] event = ref.eventId().value().getBytes(StandardCharsets.US_ASCII);
    byte[] epoch = ref.epoch().getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(event.length + epoch.length + 2 + Long.BYTES);
    message.put(event).put((byte) 0).put(epoch).put((byte) 0).putLong(ref.ticket());
    byte[] full = signer.sign(message.array());
    return BASE64.encodeToString(Arrays.copyOf(full, MAC_BYTES));
  }

  private static @Nullable Parts parse(String id) {
    int firstDot = id.indexOf('.');
    int secondDot = id.indexOf('.', firstDot + 1);
    if (id.length() > MAX_LENGTH || firstDot < 1 || secondDot < 0) {
      return null;
    }
    String event = id.substring(0, firstDot);
    String ticket = id.substring(firstDot + 1, secondDot);
    String signature = id.substring(secondDot + 1);
    if (!EventId.isValid(event) || !isTicket(ticket) || signature.length() <= MAC_CHARS) {
      return null;
    }
    int macStart = signature.length() - MAC_CHARS;
    return new Parts(
        new EventId(event),
        Long.parseLong(ticket, RADIX),
        signature.substring(0, macStart),
        signature.substring(macStart));
  }

  /** Canonical base 36 only: one session has one id, not "1", "01" and "+1". */
  private static boolean isTicket(String text) {
    if (text.isEmpty() || text.length() > MAX_TICKET_CHARS || text.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
        return false;
      }
    }
    return true;
  }

  private record Parts(EventId eventId, long ticket, String keyId, String mac) {}
}
