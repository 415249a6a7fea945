package io.waitroom.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.BuyerIdentity;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.Operator;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionKey;
import io.waitroom.room.SpentProof;
import io.waitroom.room.UserId;
import io.waitroom.testkit.InMemoryState;
import io.waitroom.testkit.InMemoryTuning;
import io.waitroom.testkit.InMemoryWaitingRoom;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.SteppedTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On what terms somebody joins, and what becomes of it. */
class JoinServiceTest {
  private static final UserId ALICE = new UserId("alice");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String GOOD = "good";

  private final EventId event = new EventId("sale");
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final InMemoryState state = new InMemoryState(InMemoryTuning.DEFAULT);
  private final InMemoryWaitingRoom room = new InMemoryWaitingRoom(clock, state);
  private final SteppedTicker ticker = new SteppedTicker();
  private long callsBefore;

  /** Tokens are "token of" and a name. */
  private static BuyerIdentity.Identity identify(String token) {
    return token.startsWith("token of ")
        ? new BuyerIdentity.Identity.Known(new UserId(token.substring("token of ".length())))
        : new BuyerIdentity.Identity.Invalid("no token");
  }

  /** Only one solution is good. */
  private static final class OneProof implements ProofOfWork {
    @Override
    public Challenge challenge(EventId event) {
      return new Challenge("none", "", 0, "", "");
    }

    @Override
    public Optional<SpentProof> check(String solution, EventId event) {
      return Optional.of(new SpentProof(solution, MINUTE)).filter(proof -> proof.id().equals(GOOD));
    }
  }

  @BeforeEach
  void open() {
    put(event, RoomState.OPEN);
  }

  private void put(EventId id, RoomState to) {
    var _ =
        room.put(
            id,
            new RoomSettings("", 1, 10, 10_000, Duration.ofHours(1), Duration.ofHours(1)),
            Optional.of(to),
            Operator.NOBODY);
    callsBefore = state.calls();
  }

  private JoinService service(int limit, JoinSettings.Proof proof, JoinSettings.Identity identity) {
    JoinSettings settings = new JoinSettings(limit, MINUTE, proof, 5, identity);
    Optional<BuyerIdentity> identities =
        identity == JoinSettings.Identity.OFF
            ? Optional.empty()
            : Optional.of(JoinServiceTest::identify);
    return new JoinService(
        new JoinPolicy(settings, identities, new OneProof(), room, ticker),
        room,
        room,
        new SessionIds(List.of(SessionKey.of("k1", new byte[SessionKey.MIN_SECRET_BYTES])), room));
  }

  private static Caller caller(String address, Optional<String> bearer) {
    return new Caller(address, bearer, Optional.empty());
  }

  private static JoinDecision.Joined joined(JoinDecision decision) {
    assertThat(decision).isInstanceOf(JoinDecision.Joined.class);
    return (JoinDecision.Joined) decision;
  }

  private void assertUnheard() {
    assertThat(state.calls()).isEqualTo(callsBefore);
  }

  @Test
  void join_open_issuesASessionId() {
    JoinService joins = service(0, JoinSettings.Proof.OFF, JoinSettings.Identity.OFF);
    JoinDecision decision =
        joins.join(event, Optional.of(ALICE), Optional.empty(), caller("a", Optional.of("?")));
    assertThat(joined(decision).sessionId()).startsWith("sale.1.k1");
    assertThat(joined(decision).userId()).isEqualTo(ALICE);
    assertThat(
            joins.join(event, Optional.of(ALICE), Optional.empty(), caller("a", Optional.empty())))
        .isEqualTo(new JoinDecision.AlreadyJoined());
  }

  @Test
  void join_whereIdentityIsRequired_goesByTheToken() {
    JoinService joins = service(0, JoinSettings.Proof.OFF, JoinSettings.Identity.REQUIRED);
    assertThat(
            joins.join(event, Optional.of(ALICE), Optional.empty(), caller("a", Optional.empty())))
        .isEqualTo(new JoinDecision.IdentityRequired());
    assertThat(
            joins.join(event, Optional.of(ALICE), Optional.empty(), caller("a", Optional.of("?"))))
        .isEqualTo(new JoinDecision.IdentityInvalid("no token"));
    assertThat(
            joins.join(
                event,
                Optional.of(ALICE),
                Optional.empty(),
                caller("a", Optional.of("token of bob"))))
        .isEqualTo(new JoinDecision.UserMismatch());
    assertUnheard();
    Caller alice = caller("a", Optional.of("token of alice"));
    JoinResult.Joined first =
        joined(joins.join(event, Optional.empty(), Optional.empty(), alice)).result();
    JoinResult.Joined again =
        joined(joins.join(event, Optional.of(ALICE), Optional.empty(), alice)).result();
    assertThat(again.ref()).isEqualTo(first.ref());
    assertThat(again.created()).isFalse();
    assertThat(joins.needs(room.find(event).orElseThrow())).isEqualTo(new JoinNeeds(true, false));
  }

  @Test
  void join_withoutAnyName_isRefused_andWithoutAnEvent() {
    JoinService joins = service(0, JoinSettings.Proof.OFF, JoinSettings.Identity.OPTIONAL);
    assertThat(joins.join(event, Optional.empty(), Optional.empty(), caller("a", Optional.empty())))
        .isEqualTo(new JoinDecision.UserMissing());
    EventId nothing = new EventId("nothing");
    assertThat(
            joins.join(
                nothing, Optional.of(ALICE), Optional.empty(), caller("a", Optional.empty())))
        .isEqualTo(new JoinDecision.NoSuchEvent(nothing));
    assertThat(joins.challenge(nothing)).isEmpty();
    assertUnheard();
  }

  @Test
  void join_whereWorkIsAsked_needsAProofThatCountsOnce() {
    JoinService joins = service(0, JoinSettings.Proof.ALWAYS, JoinSettings.Identity.OFF);
    Caller caller = caller("a", Optional.empty());
    assertThat(joins.join(event, Optional.of(ALICE), Optional.empty(), caller))
        .isEqualTo(new JoinDecision.ProofRequired(event));
    assertThat(joins.join(event, Optional.of(ALICE), Optional.of("bad"), caller))
        .isEqualTo(new JoinDecision.ProofInvalid());
    assertUnheard();
    var _ = joined(joins.join(event, Optional.of(ALICE), Optional.of(GOOD), caller));
    assertThat(joins.join(event, Optional.of(new UserId("bob")), Optional.of(GOOD), caller))
        .isEqualTo(new JoinDecision.ProofSpent());
    assertThat(joins.needs(room.find(event).orElseThrow())).isEqualTo(new JoinNeeds(false, true));
  }

  @Test
  void join_isLimitedByAddress_andByUserWhereTheyAreKnown() {
    JoinService joins = service(1, JoinSettings.Proof.OFF, JoinSettings.Identity.OPTIONAL);
    var _ = joined(join(joins, "u1", "a", Optional.empty()));
    assertThat(join(joins, "u2", "a", Optional.empty()))
        .isEqualTo(new JoinDecision.TooManyJoins(MINUTE));
    var _ = joined(join(joins, "u2", "b", Optional.empty()));
    var _ = joined(join(joins, "u3", "a", Optional.of("token of u3")));
  }

  private JoinDecision join(
      JoinService joins, String user, String address, Optional<String> bearer) {
    return joins.join(
        event, Optional.of(new UserId(user)), Optional.empty(), caller(address, bearer));
  }

  @Test
  void join_ofAClosedRoom_tellsItsState() {
    put(event, RoomState.SOLD_OUT);
    JoinService joins = service(0, JoinSettings.Proof.OFF, JoinSettings.Identity.OFF);
    assertThat(join(joins, "u1", "a", Optional.empty()))
        .isEqualTo(new JoinDecision.RoomClosed(RoomState.SOLD_OUT));
  }

  @Test
  void rates_growWithTicketsOverTime_andAreForgottenWithTheirEvent() {
    JoinRates rates = new JoinRates(room);
    JoinService joins = service(0, JoinSettings.Proof.OFF, JoinSettings.Identity.OFF);
    assertThat(rates.perSecond(room.find(event).orElseThrow())).isZero();
    for (int i = 0; i < 20; i++) {
      var _ = joined(join(joins, "user-" + i, "a", Optional.empty()));
    }
    clock.advance(Duration.ofSeconds(2));
    assertThat(rates.perSecond(room.find(event).orElseThrow())).isEqualTo(10);

    assertThat(room.remove(event, Operator.NOBODY)).isTrue();
    EventId opera = new EventId("opera");
    put(opera, RoomState.OPEN);
    assertThat(rates.perSecond(room.find(opera).orElseThrow())).isZero();
    assertThat(rates.size()).as("only what there is").isEqualTo(1);
  }

  @Test
  void f98_whileASpikeIsHeldBack_proofsAreAskedFor() {
    JoinService joins = service(0, JoinSettings.Proof.SPIKE, JoinSettings.Identity.OFF);
    List<JoinDecision> rush = new ArrayList<>();
    for (int second = 0; second < 20; second++) {
      for (int i = 0; i < 10; i++) {
        rush.add(join(joins, "user-" + second + "-" + i, "a", Optional.empty()));
      }
      clock.advance(Duration.ofSeconds(1));
      ticker.step(Duration.ofSeconds(1));
    }
    assertThat(rush).filteredOn(JoinDecision.Joined.class::isInstance).hasSize(4);
    assertThat(rush.subList(4, rush.size())).containsOnly(new JoinDecision.ProofRequired(event));
  }

  @Test
  void f98_aSpike_lastsForMinutesAfterItsLastSecond() {
    JoinSpikes spikes = new JoinSpikes(3, room, ticker);
    RoomSnapshot snapshot = room.find(event).orElseThrow();
    assertThat(spikes.attempt(snapshot)).isFalse();
    assertThat(spikes.attempt(snapshot)).isFalse();
    assertThat(spikes.isOn(snapshot)).as("to look is no attempt").isFalse();
    assertThat(spikes.attempt(snapshot)).isTrue();

    ticker.step(JoinSpikes.HOLD.minusSeconds(1));
    assertThat(spikes.attempt(snapshot)).isTrue();
    ticker.step(Duration.ofSeconds(1));
    assertThat(spikes.attempt(snapshot)).isFalse();
  }

  @Test
  void f98_attemptsSpreadOverTime_areNoSpike() {
    JoinSpikes spikes = new JoinSpikes(3, room, ticker);
    RoomSnapshot snapshot = room.find(event).orElseThrow();
    for (int i = 0; i < 100; i++) {
      assertThat(spikes.attempt(snapshot)).isFalse();
      ticker.step(Duration.ofMillis(500));
    }
  }
}
