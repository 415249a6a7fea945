package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code claim.lua} and {@code done.lua}: one deliverer at a time, nothing lost, order kept. */
class OutboxScriptsTest {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private final RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<Outbox.Entry> claim(String owner, int batch) {
    return fixture.outbox.claim(fixture.event, owner, LEASE, batch);
  }

  private void done(String owner, List<Outbox.Entry> entries) {
    fixture.outbox.done(fixture.event, owner, entries.stream().map(Outbox.Entry::id).toList());
  }

  private void join(int count) {
    for (int i = 0; i < count; i++) {
      fixture.join("user-" + i);
    }
  }

  @Test
  void claim_returnsTheOldestFirstAndRemovesNothing() {
    join(5);
    assertThat(claim("a", 3))
        .extracting(entry -> entry.event().ref().ticket())
        .containsExactly(1L, 2L, 3L);
    assertThat(claim("a", 3))
        .extracting(entry -> entry.event().ref().ticket())
        .containsExactly(1L, 2L, 3L);
    assertThat(fixture.room.board(fixture.event).orElseThrow().outboxLength()).isEqualTo(5);
  }

  @Test
  void claim_ofAnEmptyOutboxOrUnknownRoom_isEmpty() {
    assertThat(claim("a", 3)).isEmpty();
    assertThat(fixture.outbox.claim(new EventId("never-made"), "a", LEASE, 3)).isEmpty();
    assertThat(fixture.room.board(new EventId("never-made"))).isEmpty();
  }

  @Test
  void claim_whileAnotherHolds_isEmptyUntilTheLeaseLapses() {
    join(2);
    assertThat(claim("a", 10)).hasSize(2);
    assertThat(claim("b", 10)).isEmpty();
    fixture.clock.advance(LEASE);
    assertThat(claim("b", 10)).hasSize(2);
    assertThat(claim("a", 10)).isEmpty();
  }

  @Test
  void claim_afterTheClockSteppedBack_isNotBlockedForLong() {
    join(1);
    claim("a", 10);
    fixture.clock.advance(Duration.ofHours(-1));
    assertThat(claim("b", 10)).hasSize(1);
  }

  @Test
  void done_removesExactlyTheIdsGivenAndGivesUpTheClaimAtTheEnd() {
    join(3);
    List<Outbox.Entry> entries = claim("a", 10);
    done("a", entries.subList(0, 1));
    assertThat(claim("b", 10)).isEmpty();
    assertThat(claim("a", 10)).isEqualTo(entries.subList(1, 3));
    done("a", entries);
    join(0);
    fixture.join("late");
    assertThat(claim("b", 10)).hasSize(1);
  }

  @Test
  void done_byOneWhoLostTheClaim_removesTheAckedAndLeavesTheClaim() {
    join(2);
    List<Outbox.Entry> entries = claim("a", 10);
    fixture.clock.advance(LEASE);
    claim("b", 10);
    done("a", entries);
    fixture.join("late");
    assertThat(claim("c", 10)).isEmpty();
    assertThat(claim("b", 10)).hasSize(1);
  }

  @Test
  void done_replayedOrUnknown_isIgnored() {
    join(1);
    List<Outbox.Entry> entries = claim("a", 10);
    done("a", entries);
    done("a", entries);
    fixture.outbox.done(fixture.event, "a", List.of());
    assertThat(claim("a", 10)).isEmpty();
  }

  @Test
  void claim_aThousandEntries_isOneReply() {
    join(1_000);
    List<Outbox.Entry> entries = claim("a", 1_000);
    assertThat(entries).hasSize(1_000).allMatch(e -> e.event() instanceof RoomEvent.Joined);
    done("a", entries);
    assertThat(claim("a", 1_000)).isEmpty();
  }
}
