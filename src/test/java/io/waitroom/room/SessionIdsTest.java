package io.waitroom.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Session ids prove themselves, and nothing else passes for one. */
class SessionIdsTest {
  private static final EventId EVENT = new EventId("concert-2024");
  private static final SessionKey OLD = SessionKey.of("k1", new byte[32]);
  private static final SessionKey NEW =
      SessionKey.of("k2", "0123456789abcdef".repeat(2).getBytes(StandardCharsets.US_ASCII));

  /** One room whose epoch can change, which is noticed only when asked for something newer. */
  private static final class OneRoom implements Rooms {
    private String known = "epoch-1";
    private String actual = "epoch-1";
    private int lookups;

    private static RoomSnapshot snapshot(String epoch) {
      RoomSettings settings =
          new RoomSettings("", 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
      return new RoomSnapshot(
          EVENT,
          epoch,
          RoomState.OPEN,
          settings,
          0,
          0,
          0,
          0,
          0,
          0,
          Map.of(),
          0,
          Optional.empty(),
          AdmissionPace.NONE,
          Instant.EPOCH);
    }

    @Override
    public Optional<RoomSnapshot> find(EventId eventId) {
      return eventId.equals(EVENT) ? Optional.of(snapshot(known)) : Optional.empty();
    }

    @Override
    public Optional<RoomSnapshot> findNewerThan(EventId eventId, String knownEpoch) {
      lookups++;
      known = actual;
      return find(eventId).filter(room -> !room.epoch().equals(knownEpoch));
    }

    @Override
    public List<RoomSnapshot> all() {
      return List.of(snapshot(known));
    }
  }

  private final OneRoom rooms = new OneRoom();
  private final SessionIds ids = new SessionIds(List.of(OLD), rooms);

  private static SessionRef ref(long ticket) {
    return new SessionRef(EVENT, "epoch-1", ticket, "k1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 35, 36, 1_000_000, Long.MAX_VALUE / 1_000_000})
  void verify_whatWasIssued_givesThePlaceBack(long ticket) {
    String id = ids.issue(ref(ticket));
    assertThat(id).startsWith("concert-2024." + Long.toString(ticket, 36) + ".k1");
    assertThat(id.length()).isLessThanOrEqualTo(SessionIds.MAX_LENGTH);
    assertThat(ids.verify(id)).contains(ref(ticket));
    assertThat(rooms.lookups).isZero();
  }

  @Test
  void rotation_leavesTheIdsOfExistingPlacesAsTheyAre() {
    SessionIds rotated = new SessionIds(List.of(NEW, OLD), rooms);
    assertThat(rotated.verify(ids.issue(ref(7)))).contains(ref(7));
    assertThat(rotated.issue(ref(7))).isEqualTo(ids.issue(ref(7)));
    SessionRef fresh = new SessionRef(EVENT, "epoch-1", 8, "k2");
    assertThat(rotated.verify(rotated.issue(fresh))).contains(fresh);
    assertThat(ids.verify(rotated.issue(fresh))).isEmpty();
  }

  @Test
  void rotation_whenTheOldKeyIsGone_signsWithTheFirst() {
    SessionIds rotated = new SessionIds(List.of(NEW), rooms);
    assertThat(rotated.verify(ids.issue(ref(7)))).isEmpty();
    assertThat(rotated.verify(rotated.issue(ref(7))))
        .contains(new SessionRef(EVENT, "epoch-1", 7, "k2"));
  }

  @Test
  void verify_eachCharacterChanged_isRefused() {
    String id = ids.issue(ref(1234));
    for (int i = 0; i < id.length() - 1; i++) {
      char other = id.charAt(i) == 'x' ? 'y' : 'x';
      String forged = id.substring(0, i) + other + id.substring(i + 1);
      assertThat(ids.verify(forged)).as(forged).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "concert-2024",
        "concert-2024.1",
        "concert-2024.1.",
        "concert-2024.01.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.0.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.-1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.+1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.A.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.zzzzzzzzzzzzz.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.1.AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.1.k9AAAAAAAAAAAAAAAAAAAAAA",
        "-bad.1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "../../etc.1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "other.1.k1AAAAAAAAAAAAAAAAAAAAAA",
        "concert-2024.1.k1AAAAAAAAAAAAAAAAAAAAAA.1"
      })
  void verify_malformedOrForged_isRefused(String id) {
    assertThat(ids.verify(id)).isEmpty();
  }

  @Test
  void verify_huge_isRefused() {
    assertThat(ids.verify("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void verify_afterTheRoomWasMadeAnew_refusesTheOldAndLearnsTheNew() {
    String old = ids.issue(ref(1));
    rooms.actual = "epoch-2";
    SessionRef fresh = new SessionRef(EVENT, "epoch-2", 1, "k1");
    assertThat(ids.verify(ids.issue(fresh))).contains(fresh);
    assertThat(ids.verify(old)).isEmpty();
  }

  @Test
  void key_tooShortOrBadlyNamed_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> SessionKey.of("k1", "shortsecret".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32")
        .hasMessageNotContaining("shortsecret");
    assertThatThrownBy(() -> SessionKey.of("not ok", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(NEW.toString()).doesNotContain("0123");
  }
}
