package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.ClientName;
import io.waitroom.room.EnterResult;
import io.waitroom.room.EventId;
import io.waitroom.room.LeaveCause;
import io.waitroom.room.Outcome;
import io.waitroom.room.SessionRef;
import io.waitroom.room.UserId;
import io.waitroom.testkit.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** {@code enter.lua}: who may enter the checkout, and who was there first. */
class EnterScriptTest {
  private static final UserId ALICE = new UserId("alice");
  private static final Optional<ClientName> PHONE = Optional.of(new ClientName("phone"));
  private static final Optional<ClientName> LAPTOP = Optional.of(new ClientName("laptop"));
  private static final Optional<ClientName> NOBODY = Optional.empty();

  private final RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);

  @AfterEach
  void close() {
    fixture.close();
  }

  private EnterResult enter(SessionRef ref, Optional<ClientName> client) {
    return fixture.room.enter(ref, client);
  }

  private EnterResult entered(boolean claimed) {
    Instant now = fixture.clock.instant();
    return new EnterResult.Entered(
        ALICE, now, now.plus(RedisFixture.SETTINGS.checkoutTtl()), claimed);
  }

  private Map<String, String> stored(SessionRef ref) {
    try (Jedis raw = RedisFixture.raw()) {
      return raw.hgetAll(fixture.key("session:" + ref.ticket()));
    }
  }

  @Test
  void enter_admitted_tellsWhoAndUntilWhenAndWritesNothing() {
    SessionRef ref = fixture.admitted("alice");
    Map<String, String> before = stored(ref);

    assertThat(enter(ref, NOBODY)).isEqualTo(entered(false));

    assertThat(stored(ref)).isEqualTo(before);
  }

  @Test
  void enter_withAClient_bindsToTheFirstAndStoresNoName() {
    SessionRef ref = fixture.admitted("alice");

    assertThat(enter(ref, PHONE)).isEqualTo(entered(true));
    Map<String, String> bound = stored(ref);
    assertThat(enter(ref, LAPTOP)).isEqualTo(new EnterResult.ClaimedByAnother());
    assertThat(enter(ref, PHONE)).isEqualTo(entered(true));
    assertThat(enter(ref, NOBODY)).isEqualTo(entered(true));

    assertThat(stored(ref)).isEqualTo(bound);
    assertThat(bound.get("client")).hasSize(22);
    assertThat(bound.values()).noneMatch(value -> value.contains("phone"));
  }

  @Test
  void enter_byManyClientsAtOnce_bindsToOne() throws Exception {
    SessionRef ref = fixture.admitted("alice");

    List<EnterResult> results =
        AtOnce.run(
            IntStream.range(0, 32)
                .<Callable<EnterResult>>mapToObj(
                    i -> () -> enter(ref, Optional.of(new ClientName("client " + i))))
                .toList());

    assertThat(results).filteredOn(EnterResult.Entered.class::isInstance).hasSize(1);
    assertThat(results).filteredOn(EnterResult.ClaimedByAnother.class::isInstance).hasSize(31);
  }

  @Test
  void enter_waiting_hasNoSlotAndBindsNobody() {
    SessionRef ref = fixture.join("alice");

    assertThat(enter(ref, PHONE)).isEqualTo(new EnterResult.NoSlot());

    fixture.room.admit(fixture.event, 1);
    assertThat(enter(ref, LAPTOP)).isEqualTo(entered(true));
  }

  @Test
  void enter_upToTheLastMillisecondOfTheLease_andNotAfterwards() {
    SessionRef ref = fixture.admitted("alice");
    EnterResult entered = entered(false);

    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl().minusMillis(1));
    assertThat(enter(ref, NOBODY)).isEqualTo(entered);
    fixture.clock.advance(Duration.ofMillis(1));

    assertThat(enter(ref, PHONE)).isEqualTo(new EnterResult.LeaseOver());
    fixture.room.admit(fixture.event, 1);
    assertThat(enter(ref, PHONE)).isEqualTo(new EnterResult.LeaseOver());
    assertThat(stored(ref)).doesNotContainKey("client");
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void enter_afterTheCheckout_hasNoSlot(Outcome outcome) {
    SessionRef ref = fixture.admitted("alice");
    fixture.room.settle(ref, ALICE, outcome);

    assertThat(enter(ref, NOBODY)).isEqualTo(new EnterResult.NoSlot());
  }

  @ParameterizedTest
  @EnumSource(LeaveCause.class)
  void enter_afterLeavingOrEviction_hasNoSlot(LeaveCause departure) {
    SessionRef ref = fixture.admitted("alice");
    fixture.room.leave(ref, departure);

    assertThat(enter(ref, NOBODY)).isEqualTo(new EnterResult.NoSlot());
  }

  @Test
  void enter_lateCompletion_hasNoSlot() {
    SessionRef ref = fixture.admitted("alice");
    fixture.clock.advance(RedisFixture.SETTINGS.checkoutTtl());
    fixture.room.admit(fixture.event, 1);
    fixture.room.settle(ref, ALICE, Outcome.COMPLETED);

    assertThat(enter(ref, NOBODY)).isEqualTo(new EnterResult.NoSlot());
  }

  @Test
  void enter_roomBeingRemoved_isRefusedBeforeThePlaceIsSwept() {
    SessionRef ref = fixture.admitted("alice");
    fixture.room.remove(fixture.event);

    assertThat(enter(ref, PHONE)).isEqualTo(new EnterResult.NoSuchEvent());

    assertThat(stored(ref)).containsEntry("status", "admitted").doesNotContainKey("client");
  }

  @Test
  void enter_otherEpochTicketOrEvent_isRefused() {
    SessionRef ref = fixture.admitted("alice");
    long ticket = ref.ticket();

    assertThat(enter(new SessionRef(fixture.event, "other", ticket, ref.keyId()), PHONE))
        .isEqualTo(new EnterResult.NoSuchEvent());
    assertThat(enter(new SessionRef(fixture.event, ref.epoch(), 99, ref.keyId()), PHONE))
        .isEqualTo(new EnterResult.NoSlot());
    assertThat(enter(new SessionRef(new EventId("none"), ref.epoch(), ticket, "k1"), PHONE))
        .isEqualTo(new EnterResult.NoSuchEvent());
  }
}
