package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/**
 * {@code claim.lua}, {@code done.lua}, {@code release.lua}: one deliverer at a time, nothing lost,
 * order kept.
 */
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

  private List<Outbox.Entry> claim(String owner, Outbox.Progress progress, int batch) {
    return fixture.outbox.claim(fixture.event, owner, LEASE, progress, batch);
  }

  private static Outbox.Progress acked(List<Outbox.Entry> seen, List<Outbox.Entry> acked) {
    return new Outbox.Progress(seen.getLast().id(), acked.getFirst().id(), acked.getLast().id());
  }

  private static List<Long> tickets(List<Outbox.Entry> entries) {
    return entries.stream().map(entry -> entry.event().ref().ticket()).toList();
  }

  private long length() {
    return fixture.room.snapshot(fixture.event).orElseThrow().outboxLength();
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
    assertThat(fixture.room.snapshot(fixture.event).orElseThrow().outboxLength()).isEqualTo(5);
  }

  /** A replica of an earlier version wrote a field for each word. */
  @Test
  void claim_ofAnEntryOfAnEarlierVersion_isTheSameEvent() {
    var ref = fixture.join("some body");
    RoomEvent written = claim("a", 1).getFirst().event();
    try (Jedis raw = RedisFixture.raw()) {
      raw.del(fixture.key("outbox"));
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("type", "JOINED");
      fields.put("ticket", Long.toString(ref.ticket()));
      fields.put("user", "some body");
      fields.put("at", Long.toString(fixture.clock.millis()));
      fields.put("key", RedisFixture.KEY_ID);
      fields.put("position", "1");
      raw.xadd(fixture.key("outbox"), StreamEntryID.NEW_ENTRY, fields);
    }

    assertThat(claim("a", 1)).extracting(Outbox.Entry::event).containsExactly(written);
  }

  @Test
  void claim_ofAnEmptyOutboxOrUnknownRoom_isEmpty() {
    assertThat(claim("a", 3)).isEmpty();
    assertThat(fixture.outbox.claim(new EventId("never-made"), "a", LEASE, 3)).isEmpty();
    assertThat(fixture.room.snapshot(new EventId("never-made"))).isEmpty();
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
  void release_byTheOwner_letsAnotherDeliverAtOnce() {
    join(2);
    assertThat(claim("a", 10)).hasSize(2);
    fixture.outbox.release(fixture.event, "b");
    assertThat(claim("b", 10)).isEmpty();
    fixture.outbox.release(fixture.event, "a");
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
  void claim_goesOnWhereItWas_andRemovesWhatWasAcked() {
    join(6);
    List<Outbox.Entry> first = claim("a", 2);
    List<Outbox.Entry> second = claim("a", Outbox.Progress.seen(first.get(1).id()), 2);
    assertThat(tickets(second)).containsExactly(3L, 4L);
    assertThat(length()).isEqualTo(6);

    List<Outbox.Entry> third = claim("a", acked(second, first), 2);
    assertThat(tickets(third)).containsExactly(5L, 6L);
    assertThat(length()).isEqualTo(4);
    assertThat(claim("a", acked(third, second), 2)).isEmpty();
    assertThat(tickets(claim("a", 10))).containsExactly(5L, 6L);
  }

  @Test
  void claim_whenTheLastIsAcked_givesUpTheClaim() {
    join(2);
    List<Outbox.Entry> entries = claim("a", 10);
    assertThat(claim("a", acked(entries, entries), 10)).isEmpty();
    assertThat(length()).isZero();
    fixture.join("late");
    assertThat(claim("b", 10)).hasSize(1);
  }

  @Test
  void claim_byOneWhoLostTheClaim_removesTheAckedAndGoesNoFurther() {
    join(4);
    List<Outbox.Entry> entries = claim("a", 2);
    fixture.clock.advance(LEASE);
    assertThat(claim("b", 2)).isEqualTo(entries);
    assertThat(claim("a", acked(entries, entries), 2)).isEmpty();
    assertThat(tickets(claim("b", 10))).containsExactly(3L, 4L);

    // Nor when the other has given it up again meanwhile: what lies before may be unacked.
    fixture.clock.advance(LEASE);
    assertThat(claim("a", Outbox.Progress.seen(entries.get(1).id()), 2)).isEmpty();
    assertThat(tickets(claim("a", 10))).containsExactly(3L, 4L);
  }

  @Test
  void claim_replayedOrAckedElsewhere_removesNothingElse() {
    join(5);
    List<Outbox.Entry> entries = claim("a", 2);
    assertThat(claim("a", acked(entries, entries), 1)).hasSize(1);
    assertThat(claim("a", acked(entries, entries), 1)).hasSize(1);
    assertThat(length()).isEqualTo(3);

    List<Outbox.Entry> others = claim("a", 3);
    done("a", others.subList(0, 1));
    List<Outbox.Entry> _ = claim("a", acked(others, others), 1);
    assertThat(length()).isEqualTo(2);
  }

  @Test
  void claim_awkwardUser_isToldAsItIs() {
    fixture.join("  two  words é 🎫 \" 7 ");
    assertThat(claim("a", 1).getFirst().event().userId())
        .isEqualTo(new UserId("  two  words é 🎫 \" 7 "));
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
