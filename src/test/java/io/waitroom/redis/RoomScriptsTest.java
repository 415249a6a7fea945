package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.Outbox;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.room.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * {@code configure.lua}, {@code remove.lua}, {@code sweep.lua} and {@code board.lua}: the life of a
 * room.
 */
class RoomScriptsTest {
  private final RedisFixture fixture = RedisFixture.stepped();

  @AfterEach
  void close() {
    fixture.close();
  }

  private RoomSnapshot board() {
    return fixture.room.snapshot(fixture.event).orElseThrow();
  }

  private SweepResult sweep() {
    return fixture.room.sweep(fixture.event, 100);
  }

  @Test
  void put_newEvent_makesAnOpenRoom() {
    ConfigureResult result =
        fixture.room.put(fixture.event, RedisFixture.SETTINGS, Optional.empty());
    assertThat(result)
        .isInstanceOfSatisfying(
            ConfigureResult.Configured.class,
            configured -> {
              assertThat(configured.created()).isTrue();
              assertThat(configured.room().settings()).isEqualTo(RedisFixture.SETTINGS);
              assertThat(configured.room().state()).isEqualTo(RoomState.OPEN);
              assertThat(configured.room().epoch()).hasSize(16);
            });
    assertThat(fixture.room.events()).contains(fixture.event);
    assertThat(fixture.directory.find(fixture.event)).contains(board());
  }

  @Test
  void put_existingEvent_keepsPeopleEpochAndState() {
    fixture.open(RedisFixture.SETTINGS);
    fixture.join("alice");
    fixture.room.change(fixture.event, RoomChange.ofState(RoomState.PAUSED, Set.of()));
    String epoch = board().epoch();
    RoomSettings other =
        new RoomSettings("New", 9, 9, 9, Duration.ofSeconds(9), Duration.ofSeconds(9));
    fixture.open(other);
    assertThat(board().epoch()).isEqualTo(epoch);
    assertThat(board().queueLength()).isEqualTo(1);
    assertThat(board().state()).isEqualTo(RoomState.PAUSED);
    assertThat(board().settings()).isEqualTo(other);
  }

  @Test
  void change_oneField_leavesTheOthers() {
    fixture.open(RedisFixture.SETTINGS);
    RoomChange change =
        new RoomChange(
            Optional.empty(),
            Optional.of(77),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RoomPage.Change.NONE,
            Optional.empty(),
            Set.of());
    assertThat(fixture.room.change(fixture.event, change))
        .isInstanceOf(ConfigureResult.Configured.class);
    assertThat(board().settings().maxConcurrent()).isEqualTo(77);
    assertThat(board().settings().releaseRate()).isEqualTo(RedisFixture.SETTINGS.releaseRate());
  }

  @Test
  void page_isKeptWithTheRoomAndChangedFieldByField() {
    RoomPage page =
        new RoomPage("Zwei\nZeilen ✓", "#0a7f3c", List.of("https://a.example", "http://b:8081"));
    RoomSettings before = RedisFixture.SETTINGS;
    fixture.open(new RoomSettings("", 1, 1, 1, before.sessionTtl(), before.checkoutTtl(), page));
    assertThat(board().settings().page()).isEqualTo(page);

    fixture.room.change(
        fixture.event,
        new RoomChange(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new RoomPage.Change(Optional.of(""), Optional.empty(), Optional.of(List.of())),
            Optional.empty(),
            Set.of()));

    assertThat(board().settings().page()).isEqualTo(new RoomPage("", "#0a7f3c", List.of()));
  }

  @Test
  void page_ofARoomMadeBeforeThereWasOne_hasNothingSet() {
    fixture.open(RedisFixture.SETTINGS);
    try (Jedis raw = RedisFixture.raw()) {
      raw.hdel(fixture.key("room"), "message", "logo_color", "return_origins");
    }
    assertThat(board().settings()).isEqualTo(RedisFixture.SETTINGS);
  }

  @Test
  void change_fromAnotherState_isRefusedAndChangesNothing() {
    fixture.open(RedisFixture.SETTINGS);
    fixture.room.change(fixture.event, RoomChange.ofState(RoomState.CLOSED, Set.of()));
    RoomChange pause = RoomChange.ofState(RoomState.PAUSED, Set.of(RoomState.OPEN));
    assertThat(fixture.room.change(fixture.event, pause))
        .isEqualTo(new ConfigureResult.WrongState(RoomState.CLOSED));
    assertThat(board().state()).isEqualTo(RoomState.CLOSED);
  }

  @Test
  void f63_remove_peopleReadThatTheyWereEvictedUntilTheRoomIsDeleted() {
    fixture.open(RedisFixture.SETTINGS);
    SessionRef alice = fixture.join("alice");
    assertThat(fixture.directory.find(fixture.event)).isPresent();
    fixture.room.remove(fixture.event);
    assertThat(fixture.room.standing(alice))
        .isInstanceOfSatisfying(
            Standing.Ended.class,
            ended -> assertThat(ended.status()).isEqualTo(SessionStatus.EVICTED));
    assertThat(fixture.directory.find(fixture.event)).isEmpty();
    assertThat(fixture.directory.findNewerThan(fixture.event, "").orElseThrow().epoch())
        .isEqualTo(alice.epoch());
  }

  /** As after a crash between the deletion of a room and that of its name. */
  @Test
  void f62_sweep_aNameWithoutARoom_forgetsTheName() {
    EventId ghost = new EventId(fixture.event + "-ghost");
    try (Jedis raw = RedisFixture.raw()) {
      raw.sadd(Keys.EVENTS, ghost.value());
      assertThat(fixture.room.events()).contains(ghost);
      assertThat(fixture.room.sweep(ghost, 10)).isEqualTo(new SweepResult.NoSuchEvent());
      assertThat(fixture.room.events()).doesNotContain(ghost);
    }
  }

  @Test
  void change_unknownEvent_makesNone() {
    EventId unknown = new EventId("never-made");
    assertThat(fixture.room.change(unknown, RoomChange.ofState(RoomState.PAUSED, Set.of())))
        .isEqualTo(new ConfigureResult.NoSuchEvent());
    assertThat(fixture.room.snapshot(unknown)).isEmpty();
    assertThat(fixture.room.remove(unknown)).isFalse();
    assertThat(fixture.room.sweep(unknown, 10)).isEqualTo(new SweepResult.NoSuchEvent());
  }

  @Test
  void sweep_endsWaitsInTicketOrderAndStopsAtTheFirstThatMayWait() {
    fixture.open(RedisFixture.SETTINGS);
    SessionRef first = fixture.join("a");
    SessionRef second = fixture.join("b");
    fixture.clock.advance(Duration.ofMinutes(1));
    SessionRef third = fixture.join("c");
    assertThat(sweep()).isEqualTo(new SweepResult.Swept(0, false));
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl().minusMinutes(1));
    assertThat(sweep()).isEqualTo(new SweepResult.Swept(2, false));
    assertThat(sweep()).isEqualTo(new SweepResult.Swept(0, false));
    assertThat(((Standing.Queued) fixture.room.standing(third)).position()).isEqualTo(1);
    assertThat(fixture.events())
        .filteredOn(RoomEvent.Left.class::isInstance)
        .containsExactly(
            new RoomEvent.Left(
                first, new UserId("a"), fixture.clock.instant(), LeaveReason.TIMEOUT),
            new RoomEvent.Left(
                second, new UserId("b"), fixture.clock.instant(), LeaveReason.TIMEOUT));
  }

  @Test
  void sweep_isBoundedByTheBatchAndSaysThereIsMore() {
    fixture.open(RedisFixture.SETTINGS);
    for (int i = 0; i < 25; i++) {
      fixture.join("user-" + i);
    }
    fixture.clock.advance(RedisFixture.SETTINGS.sessionTtl());
    assertThat(fixture.room.sweep(fixture.event, 10)).isEqualTo(new SweepResult.Swept(10, true));
    assertThat(fixture.room.sweep(fixture.event, 10)).isEqualTo(new SweepResult.Swept(10, true));
    assertThat(fixture.room.sweep(fixture.event, 10)).isEqualTo(new SweepResult.Swept(5, false));
  }

  @Test
  void remove_tellsEverybodyAndGoesWhenTheBrokerHasAcked() {
    fixture.open(RedisFixture.SETTINGS);
    SessionRef admitted = fixture.join("a");
    fixture.room.admit(fixture.event, 1);
    SessionRef waiting = fixture.join("b");
    assertThat(fixture.room.remove(fixture.event)).isTrue();
    assertThat(fixture.room.remove(fixture.event)).isFalse();
    assertThat(fixture.room.snapshot(fixture.event)).isEmpty();
    assertThat(fixture.room.admit(fixture.event, 10)).isEqualTo(new AdmitResult.NoSuchEvent());
    assertThat(fixture.room.put(fixture.event, RedisFixture.SETTINGS, Optional.empty()))
        .isEqualTo(new ConfigureResult.BeingRemoved());

    assertThat(sweep()).isEqualTo(new SweepResult.Evicted(2, false));
    assertThat(sweep()).isEqualTo(new SweepResult.Evicted(0, false));
    List<Outbox.Entry> entries =
        fixture.outbox.claim(fixture.event, "test", Duration.ofSeconds(1), 100);
    assertThat(entries)
        .extracting(Outbox.Entry::event)
        .filteredOn(RoomEvent.Left.class::isInstance)
        .extracting(RoomEvent::ref)
        .containsExactly(admitted, waiting);
    fixture.outbox.done(fixture.event, "test", entries.stream().map(Outbox.Entry::id).toList());
    assertThat(sweep()).isEqualTo(new SweepResult.Removed());
    assertThat(fixture.room.events()).doesNotContain(fixture.event);
    try (Jedis raw = RedisFixture.raw()) {
      assertThat(raw.keys(fixture.key("*")))
          .allMatch(key -> key.startsWith(fixture.key("session:")));
    }
  }

  @Test
  void remove_whenNobodyRelays_doesNotWaitForTheBroker() {
    try (RedisFixture trimming =
        RedisFixture.stepped(new ScriptSettings(Duration.ofHours(1), 1_000, true))) {
      trimming.open(RedisFixture.SETTINGS);
      trimming.join("a");
      trimming.room.remove(trimming.event);
      assertThat(trimming.room.sweep(trimming.event, 10))
          .isEqualTo(new SweepResult.Evicted(1, false));
      assertThat(trimming.room.sweep(trimming.event, 10)).isEqualTo(new SweepResult.Removed());
    }
  }

  @Test
  void recreate_startsANewLifeInWhichOldIdsAreUnknown() {
    try (RedisFixture trimming =
        RedisFixture.stepped(new ScriptSettings(Duration.ofHours(1), 1_000, true))) {
      trimming.open(RedisFixture.SETTINGS);
      SessionRef old = trimming.join("a");
      trimming.room.remove(trimming.event);
      trimming.room.sweep(trimming.event, 10);
      trimming.room.sweep(trimming.event, 10);
      trimming.open(RedisFixture.SETTINGS);
      assertThat(trimming.room.standing(old)).isEqualTo(new Standing.NoSuchEvent());
      SessionRef fresh = trimming.join("b");
      assertThat(fresh.ticket()).isEqualTo(1);
      assertThat(fresh.epoch()).isNotEqualTo(old.epoch());
      try (Jedis raw = RedisFixture.raw()) {
        String key = trimming.key("session:1");
        assertThat(raw.hget(key, "user")).isEqualTo("b");
        assertThat(raw.hexists(key, "ended")).isFalse();
        assertThat(raw.pttl(key)).isEqualTo(-1);
      }
    }
  }

  @Test
  void board_afterSomeLife_addsUp() {
    fixture.open(RedisFixture.SETTINGS);
    for (int i = 0; i < 5; i++) {
      fixture.join("user-" + i);
    }
    fixture.room.admit(fixture.event, 100);
    RoomSnapshot room = board();
    assertThat(room.lastTicket()).isEqualTo(5);
    assertThat(room.queueLength()).isEqualTo(3);
    assertThat(room.processingCount()).isEqualTo(2);
    assertThat(room.admitted()).isEqualTo(2);
    assertThat(room.outboxLength()).isEqualTo(7);
    assertThat(room.pace().recent().current()).isEqualTo(2);
    assertThat(room.readAt()).isEqualTo(fixture.clock.instant());
  }

  @Test
  void join_inAnotherRoom_doesNotTouchThisOne() {
    fixture.open(RedisFixture.SETTINGS);
    try (RedisFixture other = RedisFixture.stepped().open(RedisFixture.SETTINGS)) {
      other.join("alice");
      assertThat(fixture.room.join(fixture.event, new UserId("alice"), Optional.empty()))
          .isInstanceOf(JoinResult.Joined.class);
      assertThat(board().queueLength()).isEqualTo(1);
    }
  }
}
