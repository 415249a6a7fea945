package io.waitroom.predecessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomEvent;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.SweepResult;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.AtOnce;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Letting people in, and taking their slots back. */
@Timeout(120)
class AdmissionFailuresTest {
  private static final Duration LEASE = Duration.ofMinutes(15);

  @Test
  void failure05_admissionWhoseCallerFails_losesNobody() {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = on(redis).open(RedisFixture.SETTINGS)) {
      AdmitResult _ = fixture.room.admit(fixture.event, 10); // Redis knows the script from here on
      List<SessionRef> refs = Stream.of("alice", "bob", "carol").map(fixture::join).toList();
      redis.freeze();
      assertThatThrownBy(() -> fixture.room.admit(fixture.event, 10))
          .isInstanceOf(RoomUnavailableException.class);
      redis.thaw();
      Eventually.until(() -> fixture.board().processingCount() == 2);

      assertThat(refs.subList(0, 2))
          .allMatch(ref -> fixture.room.standing(ref) instanceof Standing.Admitted);
      assertThat(fixture.room.standing(refs.getLast())).isInstanceOf(Standing.Queued.class);
      assertThat(fixture.events())
          .filteredOn(RoomEvent.Ready.class::isInstance)
          .extracting(RoomEvent::ref)
          .containsExactlyElementsOf(refs.subList(0, 2));
    }
  }

  @Test
  void failure06_deadSessionsAtTheHead_stallNoEvent() {
    Deployment deployment = Deployment.shared();
    Client client = deployment.client();
    try (RedisFixture broken = on(deployment.redis());
        Jedis raw = deployment.redis().connect()) {
      RoomSettings settings = new RoomSettings("", 10, 1_000, 10_000, Duration.ofHours(1), LEASE);
      var _ = broken.room.put(broken.event, settings, Optional.of(RoomState.PAUSED));
      for (int i = 0; i < 1_200; i++) {
        SessionRef ref = broken.join("dead-" + i);
        String key = broken.key("session:" + ref.ticket());
        raw.del(key);
        if (i % 2 == 0) {
          raw.set(key, "no hash");
        }
      }
      SessionRef alive = broken.join("alive");
      client.open("failure06", 1);
      var _ =
          broken.room.change(
              broken.event, RoomChange.ofState(RoomState.OPEN, Set.of(RoomState.PAUSED)));

      client.admitted("failure06", "somebody of another event");
      Eventually.until(() -> broken.room.standing(alive) instanceof Standing.Admitted);
      assertThat(broken.board().queueLength()).isZero();
      assertThat(broken.board().processingCount()).isEqualTo(1);
    }
  }

  @Test
  void failure07_nineThousandAtOnce_areAdmittedLapsedAndRemoved() {
    int people = 9_000;
    RoomSettings wide = new RoomSettings("", people, 100_000, people, Duration.ofHours(1), LEASE);
    try (RedisFixture fixture = RedisFixture.stepped().open(wide)) {
      for (int i = 0; i < people; i++) {
        fixture.join("user-" + i);
      }
      repeatUntil(() -> {
        fixture.clock.advance(Duration.ofMillis(10));
        AdmitResult _ = fixture.room.admit(fixture.event, 1_000);
        return fixture.board().processingCount() == people;
      });
      fixture.clock.advance(LEASE);
      repeatUntil(() -> {
        AdmitResult _ = fixture.room.admit(fixture.event, 1_000);
        return fixture.board().processingCount() == 0;
      });
      assertThat(fixture.board().ended()).containsEntry(SessionStatus.EXPIRED, (long) people);

      for (int i = 0; i < people; i++) {
        fixture.join("user-" + i);
      }
      fixture.clock.advance(Duration.ofHours(1));
      repeatUntil(() -> {
        SweepResult _ = fixture.room.sweep(fixture.event, 1_000);
        return fixture.board().queueLength() == 0;
      });
      assertThat(fixture.board().ended()).containsEntry(SessionStatus.EXPIRED, 2L * people);
    }
  }

  @Test
  void failure09_eachSlotHasItsOwnLease_busyOrIdle() {
    try (RedisFixture fixture = RedisFixture.stepped().open(RedisFixture.SETTINGS);
        Jedis raw = RedisFixture.raw()) {
      SessionRef first = fixture.admitted("first");
      fixture.clock.advance(LEASE.minusMinutes(1));
      SessionRef second = fixture.admitted("second");
      SessionRef third = fixture.join("third");
      assertThat(raw.pttl(fixture.key("processing"))).as("no TTL on the set").isEqualTo(-1);

      fixture.clock.advance(Duration.ofMinutes(1));
      AdmitResult _ = fixture.room.admit(fixture.event, 10);
      assertThat(fixture.room.standing(first)).isInstanceOf(Standing.Ended.class);
      assertThat(fixture.room.standing(second)).isInstanceOf(Standing.Admitted.class);
      assertThat(fixture.room.standing(third)).isInstanceOf(Standing.Admitted.class);
      assertThat(fixture.board().processingCount()).isEqualTo(2);

      fixture.clock.advance(LEASE.minusMinutes(1));
      AdmitResult _ = fixture.room.admit(fixture.event, 10);
      assertThat(fixture.room.standing(second)).isInstanceOf(Standing.Ended.class);
      assertThat(fixture.room.standing(third)).isInstanceOf(Standing.Admitted.class);
    }
  }

  @Test
  void failure10_nobodyHoldsATokenWithoutASlot() {
    Deployment deployment = Deployment.shared();
    Client client = deployment.client();
    client.open("failure10", 3);
    List<String> ids =
        IntStream.range(0, 10).mapToObj(i -> client.place("failure10", "user-" + i)).toList();
    Eventually.until(() -> client.room("failure10").json().getInt("processing_count") == 3);
    assertTokensAreThoseOfSlots(deployment, ids);

    var _ = client.leave(ids.getFirst());
    Eventually.until(() -> client.room("failure10").json().getInt("admitted_total") == 4);
    // A replica may remember for a moment that somebody still waits.
    client.awaitStatus(ids.get(3), "admitted");
    assertTokensAreThoseOfSlots(deployment, ids);
  }

  private static void assertTokensAreThoseOfSlots(Deployment deployment, List<String> ids) {
    try (Jedis raw = deployment.redis().connect()) {
      List<String> slots = raw.zrange("waitroom:{failure10}:processing", 0, -1);
      List<String> tokens =
          IntStream.range(0, ids.size())
              .filter(
                  i -> deployment.client().status(ids.get(i)).json().containsKey("checkout_token"))
              .mapToObj(i -> Integer.toString(i + 1))
              .toList();
      assertThat(tokens).containsExactlyInAnyOrderElementsOf(slots).hasSize(3);
    }
  }

  @Test
  void failure11_nobodySaysAnything_theSlotComesBackAllTheSame() {
    Client client = Deployment.shared().client();
    client.open(
        "failure11", "{\"max_concurrent\":1,\"release_rate\":1000,\"checkout_ttl_seconds\":1}");
    String silent = client.place("failure11", "silent");
    String next = client.place("failure11", "next");

    client.awaitStatus(silent, "expired");
    Eventually.until(() ->
        client.room("failure11").json().getInt("admitted_total") == 2
            && !client.status(next).text("status").equals("queued"));
  }

  @Test
  void failure21_tokenAndSlotEndTogether() throws Exception {
    Deployment deployment = Deployment.shared();
    Client client = deployment.client();
    client.open("failure21", 1);
    String id = client.admitted("failure21", "alice");
    Answer status = client.status(id);
    JwtClaims claims = Tokens.verify(client, "failure21", status);
    try (Jedis raw = deployment.redis().connect()) {
      Instant lease =
          Instant.ofEpochMilli(raw.zscore("waitroom:{failure21}:processing", "1").longValue());
      assertThat(claims.getExpirationTime().getValue()).isEqualTo(lease.getEpochSecond());
      assertThat(Tokens.lease(status)).isEqualTo(lease);
    }

    client.open(
        "failure21b", "{\"max_concurrent\":1,\"release_rate\":1000,\"checkout_ttl_seconds\":1}");
    String brief = client.place("failure21b", "bob");
    client.awaitStatus(brief, "expired");
    assertThat(client.status(brief).json()).doesNotContainKey("checkout_token");
    Eventually.until(() -> client.room("failure21b").json().getInt("processing_count") == 0);
  }

  @Test
  void failure26_leavesRacingJoins_neverEndTheServiceOfAQueue() throws Exception {
    Client client = Deployment.shared().client();
    for (int round = 0; round < 3; round++) {
      String event = "failure26-" + round;
      client.open(event, 1);
      // The queue runs empty and fills again all the time.
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String user = "user-" + i;
        tasks.add(() -> client.leave(client.place(event, user)).status());
      }
      assertThat(AtOnce.run(6, tasks)).containsOnly(200);

      String last = client.admitted(event, "last");
      assertThat(client.status(last).text("status")).isEqualTo("admitted");
    }
  }

  @Test
  void failure29_fiveReplicasTicking_admitNoMoreThanOne() throws Exception {
    int slots = 60;
    int rate = 100;
    RedisServer redis = RedisServer.shared();
    try (RedisFixture fixture =
        on(redis).open(new RoomSettings("", slots, rate, 10_000, Duration.ofHours(1), LEASE))) {
      for (int i = 0; i < 500; i++) {
        fixture.join("user-" + i);
      }
      AtomicInteger most = new AtomicInteger();
      long start = System.nanoTime();
      Callable<Integer> replica =
          () -> {
            int admitted = 0;
            try (RedisFixture own = on(redis)) {
              for (int tick = 0; tick < 200; tick++) {
                AdmitResult.Step step = (AdmitResult.Step) own.room.admit(fixture.event, 100);
                assertThat(step.overAdmitted() + step.inversions()).isZero();
                admitted += step.waits().size();
                most.accumulateAndGet(fixture.board().processingCount(), Math::max);
              }
            }
            return admitted;
          };
      int admitted =
          AtOnce.run(Stream.generate(() -> replica).limit(5).toList()).stream()
              .mapToInt(Integer::intValue)
              .sum();
      double seconds = (System.nanoTime() - start) / 1e9;

      double bucket = rate * 0.1; // what the bucket holds: 100 ms of the rate
      assertThat((double) admitted).isLessThanOrEqualTo(rate * seconds + bucket);
      assertThat(most.get()).isPositive().isLessThanOrEqualTo(slots);
      assertThat(fixture.board().admitted()).isEqualTo(admitted);
    }
  }

  private static RedisFixture on(RedisServer redis) {
    return RedisFixture.on(RedisFixture.standalone(redis.address()));
  }

  /** Bounded steps, as the loops take them. */
  private static void repeatUntil(BooleanSupplier done) {
    for (int step = 0; step < 1_000; step++) {
      if (done.getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("not done after 1 000 steps");
  }
}
