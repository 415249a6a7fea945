package io.waitroom.redis.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.CachedPosition;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionRef;
import io.waitroom.room.Standing;
import io.waitroom.testkit.RedisMonitor;
import io.waitroom.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Positions from memory, against the ranks that Redis has. */
public class PositionBoardTest {
  private static final RoomSettings WIDE =
      new RoomSettings("", 100_000, 100_000, 1_000_000, Duration.ofHours(2), Duration.ofHours(1));

  private static RedisFixture open() {
    return RedisFixture.stepped().open(WIDE);
  }

  private static List<SessionRef> join(RedisFixture fixture, int count) {
    List<SessionRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(fixture.join("user-" + fixture.board().lastTicket()));
    }
    return refs;
  }

  /** One round later. */
  private static void refresh(RedisFixture fixture) {
    fixture.clock.advance(PositionBoards.INTERVAL);
    fixture.directory.refresh(fixture.event);
  }

  private static long position(RedisFixture fixture, SessionRef ref) {
    return ((CachedPosition.Waiting) fixture.directory.lookUp(ref)).standing().position();
  }

  @Test
  public void sight_beforeAnybodyAsked_isUnknownAndKnownAfterOneRound() {
    try (RedisFixture fixture = open()) {
      SessionRef first = fixture.join("first");
      SessionRef second = fixture.join("second");
      fixture.directory.refresh(fixture.event);
      assertThat(fixture.directory.lookUp(second)).isEqualTo(new CachedPosition.Unknown());
      refresh(fixture);
      assertThat(fixture.directory.lookUp(second))
          .isEqualTo(new CachedPosition.Waiting(new Standing.Queued(2, 2)));
      assertThat(position(fixture, first)).isEqualTo(1);
    }
  }

  @Test
  public void sight_ofOneWhoJoinedAfterTheRound_isUnknownUntilTheNext() {
    try (RedisFixture fixture = open()) {
      SessionRef first = fixture.join("first");
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(first);
      refresh(fixture);
      SessionRef late = fixture.join("late");
      assertThat(fixture.directory.lookUp(late)).isEqualTo(new CachedPosition.Unknown());
      refresh(fixture);
      assertThat(position(fixture, late)).isEqualTo(2);
    }
  }

  @Test
  public void sight_ofABlockNobodyHadAskedFor_isKnownOnceOneOfItWasAskedOfRedis() {
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = join(fixture, 2 * PositionBlock.SIZE + 2);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.getFirst());
      refresh(fixture);

      askRedis(fixture, refs.get(PositionBlock.SIZE));
      assertThat(position(fixture, refs.get(PositionBlock.SIZE + 1)))
          .isEqualTo(PositionBlock.SIZE + 2);

      askRedis(fixture, refs.get(2 * PositionBlock.SIZE));
      assertThat(fixture.directory.lookUp(refs.getLast()))
          .as("not twice at a time")
          .isEqualTo(new CachedPosition.Unknown());

      fixture.clock.advance(PositionBoards.UNREAD_INTERVAL);
      askRedis(fixture, refs.get(2 * PositionBlock.SIZE));
      assertThat(position(fixture, refs.getLast())).isEqualTo(2 * PositionBlock.SIZE + 2);
    }
  }

  @Test
  public void sight_onceOneWasAskedOfRedis_needsNoRound() {
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      askRedis(fixture, refs.getFirst());
      assertThat(position(fixture, refs.getLast())).isEqualTo(3);
    }
  }

  /** As a status poll does with a place that is not known yet. */
  private static void askRedis(RedisFixture fixture, SessionRef ref) {
    assertThat(fixture.directory.lookUp(ref)).isEqualTo(new CachedPosition.Unknown());
    assertThat(fixture.room.standing(ref))
        .isEqualTo(new Standing.Queued(ref.ticket(), fixture.board().queueLength()));
  }

  @Test
  public void sight_afterALeaveHere_isLeftAtOnce() {
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.get(1));
      refresh(fixture);
      fixture.room.leave(refs.get(1), LeaveCause.USER_LEFT);
      assertThat(fixture.directory.lookUp(refs.get(1))).isEqualTo(new CachedPosition.Left());
      assertThat(position(fixture, refs.get(2))).isEqualTo(2);
    }
  }

  @Test
  public void sight_afterALeaveElsewhere_isLeftAfterOneRound() {
    try (RedisFixture fixture = open();
        RedisFixture elsewhere = RedisFixture.stepped()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.get(1));
      refresh(fixture);
      elsewhere.room.leave(refs.get(1), LeaveCause.USER_LEFT);
      refresh(fixture);
      assertThat(fixture.directory.lookUp(refs.get(1))).isEqualTo(new CachedPosition.Left());
      assertThat(position(fixture, refs.get(2))).isEqualTo(2);
    }
  }

  @Test
  public void sight_whenOneLeftAndAnotherJoined_isNotFooledByTheCount() {
    try (RedisFixture fixture = open();
        RedisFixture elsewhere = RedisFixture.stepped()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.getFirst());
      refresh(fixture);
      fixture.directory.lookUp(refs.getFirst());
      elsewhere.room.leave(refs.get(1), LeaveCause.USER_LEFT);
      SessionRef late = fixture.join("late");
      refresh(fixture);
      assertThat(fixture.directory.lookUp(refs.get(1))).isEqualTo(new CachedPosition.Left());
      assertThat(position(fixture, late)).isEqualTo(3);
    }
  }

  @Test
  public void sight_ofAdmitted_isLeftAsSoonAsTheRoomIsKnown() {
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.getFirst());
      refresh(fixture);
      fixture.room.admit(fixture.event, 2);
      fixture.directory.refresh(fixture.event);
      assertThat(fixture.directory.lookUp(refs.get(1))).isEqualTo(new CachedPosition.Left());
    }
  }

  @Test
  public void sight_ofABoardThatIsTooOld_isUnknown() {
    try (RedisFixture fixture = open()) {
      SessionRef ref = fixture.join("alice");
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(ref);
      refresh(fixture);
      assertThat(position(fixture, ref)).isEqualTo(1);
      fixture.clock.advance(PositionBoards.MAX_AGE);
      assertThat(fixture.directory.lookUp(ref)).isEqualTo(new CachedPosition.Unknown());
    }
  }

  @Test
  public void sight_ofAnEarlierLifeOfTheRoom_isUnknown() {
    try (RedisFixture fixture = open()) {
      SessionRef old = fixture.join("alice");
      SessionRef other = new SessionRef(old.eventId(), "another", old.ticket(), old.keyId());
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(old);
      refresh(fixture);
      assertThat(position(fixture, old)).isEqualTo(1);
      assertThat(fixture.directory.lookUp(other)).isEqualTo(new CachedPosition.Unknown());
    }
  }

  /** Whoever waits where nobody joins any more must hear that their place is gone. */
  @Test
  public void sight_ofOneWhomRedisHasLost_isLeftAfterOneRound() {
    try (RedisFixture fixture = open();
        Jedis raw = RedisFixture.raw()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.lookUp(refs.getLast());
      refresh(fixture);
      assertThat(position(fixture, refs.getLast())).isEqualTo(3);

      // As a primary that has not heard of the last two joins.
      raw.hset(fixture.key("room"), "ticket", "1");
      raw.zrem(fixture.key("queue"), "2", "3");
      refresh(fixture);
      assertThat(fixture.directory.lookUp(refs.getLast())).isEqualTo(new CachedPosition.Left());
      assertThat(position(fixture, refs.getFirst())).isEqualTo(1);
    }
  }

  @Test
  public void sight_afterRedisToldBetter_saysNoWorse() {
    try (RedisFixture fixture = open();
        RedisFixture elsewhere = RedisFixture.stepped()) {
      List<SessionRef> refs = join(fixture, 3);
      fixture.directory.refresh(fixture.event);
      fixture.directory.lookUp(refs.getLast());
      refresh(fixture);
      assertThat(position(fixture, refs.getLast())).isEqualTo(3);
      elsewhere.room.leave(refs.getFirst(), LeaveCause.USER_LEFT);
      assertThat(fixture.room.standing(refs.getLast())).isEqualTo(new Standing.Queued(2, 2));
      assertThat(position(fixture, refs.getLast())).isEqualTo(2);
      refresh(fixture);
      assertThat(position(fixture, refs.getLast())).isEqualTo(2);
    }
  }

  @Test
  public void sight_inSteadyState_sendsNothingToRedis() {
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = join(fixture, 50);
      fixture.directory.refresh(fixture.event);
      refs.forEach(fixture.directory::lookUp);
      refresh(fixture);
      try (RedisMonitor monitor = new RedisMonitor(RedisServer.shared())) {
        for (SessionRef ref : refs) {
          assertThat(position(fixture, ref)).isEqualTo(ref.ticket());
        }
        assertThat(monitor.commands(fixture.key(""))).isEmpty();
      }
    }
  }

  /**
   * Random lives over several blocks, seen by two replicas of which one is refreshed rarely: what
   * memory says is never lower than the truth, equal to it after a round, and never rises.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  public void sight_inARandomLife_neverRisesAndIsExactAfterARound(long seed) {
    Random random = new Random(seed);
    try (RedisFixture fixture = open()) {
      List<SessionRef> refs = new ArrayList<>(join(fixture, 2_500));
      Map<SessionRef, Long> told = new HashMap<>();
      fixture.directory.refresh(fixture.event);
      refs.forEach(fixture.directory::lookUp);
      for (int step = 0; step < 60; step++) {
        String context = "seed " + seed + ", step " + step + ": ";
        change(fixture, refs, random);
        boolean refreshed = random.nextBoolean();
        if (refreshed) {
          refresh(fixture);
        }
        for (SessionRef ref : refs) {
          check(context, fixture, ref, told, refreshed);
        }
      }
      assertThat(told).as("seed " + seed).hasSizeGreaterThan(2_000);
    }
  }

  private static void change(RedisFixture fixture, List<SessionRef> refs, Random random) {
    switch (random.nextInt(3)) {
      case 0 -> refs.addAll(join(fixture, random.nextInt(60)));
      case 1 -> fixture.room.admit(fixture.event, 1 + random.nextInt(60));
      default -> {
        for (int i = random.nextInt(30); i > 0; i--) {
          fixture.room.leave(refs.get(random.nextInt(refs.size())), LeaveCause.USER_LEFT);
        }
      }
    }
  }

  private static void check(
      String context,
      RedisFixture fixture,
      SessionRef ref,
      Map<SessionRef, Long> told,
      boolean refreshed) {
    if (!(fixture.directory.lookUp(ref) instanceof CachedPosition.Waiting(Standing.Queued seen))) {
      return;
    }
    assertThat(seen.position())
        .as(context + "position of " + ref.ticket())
        .isLessThanOrEqualTo(told.getOrDefault(ref, Long.MAX_VALUE));
    told.put(ref, seen.position());
    if (fixture.room.standing(ref) instanceof Standing.Queued now) {
      assertThat(seen.position())
          .as(context + "true position of " + ref.ticket())
          .isGreaterThanOrEqualTo(now.position());
      if (refreshed) {
        assertThat(seen).as(context + "after a round, " + ref.ticket()).isEqualTo(now);
      }
    } else {
      assertThat(refreshed).as(context + ref.ticket() + " waits no more").isFalse();
    }
  }
}
