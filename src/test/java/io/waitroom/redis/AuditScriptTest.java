package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.AuditEntry;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.Operator;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SweepResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The trail of what operators did: written with the change itself, and not otherwise. */
class AuditScriptTest {
  private static final Operator ANN = new Operator("ann");
  private static final RoomSettings SETTINGS =
      new RoomSettings("Gala", 2, 10, 100, Duration.ofHours(1), Duration.ofMinutes(5));

  private final RedisFixture fixture = RedisFixture.stepped();

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<AuditEntry> trail() {
    return fixture.room.auditLog(fixture.event, 100);
  }

  @Test
  void make_change_evict_remove_leaveTheirTrailNewestFirst() {
    fixture.room.put(fixture.event, SETTINGS, Optional.empty(), ANN);
    SessionRef ref = fixture.join("mallory");
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.room.change(
        fixture.event, RoomChange.ofState(RoomState.PAUSED, Set.of(RoomState.OPEN)), ANN);
    fixture.room.leave(ref, LeaveCause.EVICTED, ANN);
    fixture.room.remove(fixture.event, ANN);

    assertThat(trail()).extracting(AuditEntry::who).containsOnly("ann");
    assertThat(trail())
        .extracting(AuditEntry::action)
        .containsExactly("remove", "evict", "change", "make");
    AuditEntry change = trail().get(2);
    assertThat(change.at()).isEqualTo(fixture.clock.instant());
    assertThat(change.before()).isEqualTo(Map.of("state", "open"));
    assertThat(change.after()).isEqualTo(Map.of("state", "paused"));
    assertThat(trail().get(1).before())
        .containsEntry("ticket", "1")
        .containsEntry("status", "queued");
    assertThat(trail().get(1).after()).isEqualTo(Map.of("status", "evicted"));
    assertThat(trail().getFirst().before())
        .isEqualTo(Map.of("state", "paused", "queue_length", "0", "processing_count", "0"));
    assertThat(trail().getLast().before()).isEmpty();
    assertThat(trail().getLast().after())
        .containsEntry("name", "Gala")
        .containsEntry("release_rate", "10");
  }

  @Test
  void change_thatChangesNothing_saysSo() {
    fixture.room.put(fixture.event, SETTINGS, Optional.empty());
    fixture.room.put(fixture.event, SETTINGS, Optional.empty(), ANN);
    assertThat(trail())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("change");
          assertThat(entry.before()).isEmpty();
          assertThat(entry.after()).isEmpty();
        });
  }

  @Test
  void refusedOrRepeatedActions_leaveNoTrail() {
    fixture.room.put(fixture.event, SETTINGS, Optional.of(RoomState.CLOSED));
    fixture.room.change(
        fixture.event, RoomChange.ofState(RoomState.PAUSED, Set.of(RoomState.OPEN)), ANN);
    fixture.room.leave(
        new SessionRef(fixture.event, "no such life", 1, "k1"), LeaveCause.EVICTED, ANN);
    assertThat(trail()).isEmpty();
    fixture.room.remove(fixture.event, ANN);
    fixture.room.remove(fixture.event, ANN);
    assertThat(trail()).hasSize(1);
  }

  @Test
  void trail_outlivesTheRoomAndEndsByItself() {
    fixture.room.put(fixture.event, SETTINGS, Optional.empty(), ANN);
    fixture.room.remove(fixture.event, ANN);
    assertThat(fixture.room.sweep(fixture.event, 100)).isInstanceOf(SweepResult.Removed.class);
    assertThat(trail()).hasSize(2);
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.pttl(fixture.key("audit"))).isPositive();
    }
  }

  @Test
  void trail_isBounded() {
    fixture.room.put(fixture.event, SETTINGS, Optional.empty());
    for (int i = 0; i < 1_500; i++) {
      RoomState to = i % 2 == 0 ? RoomState.PAUSED : RoomState.OPEN;
      fixture.room.change(fixture.event, RoomChange.ofState(to, Set.of()), ANN);
    }
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.xlen(fixture.key("audit"))).isBetween(1_000L, 1_200L);
    }
    assertThat(fixture.room.auditLog(fixture.event, 10)).hasSize(10);
  }
}
