package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;

/** Three replicas that admit at once. */
@Timeout(300)
class ReplicasIT {
  private static final int PEOPLE = 1_000;
  private static final int SLOTS = 150;
  private static final int RATE = 200;

  /** Twice the tick of 50 ms. */
  private static final double BUCKET = RATE * 0.1;

  @Test
  void threeReplicas_neverExceedSlotsOrRate_andTellOfEachAdmissionInOrder() {
    try (Deployment deployment = Deployment.start()) {
      List.of("first", "second", "third").forEach(name -> deployment.starting(Map.of()));
      deployment.replicas().forEach(replica -> replica.awaitReady());
      // Leases of a second, so that slots come back by themselves and are the limit now and then.
      RoomSettings settings =
          new RoomSettings("", SLOTS, RATE, PEOPLE, Duration.ofHours(1), Duration.ofSeconds(1));
      try (RedisFixture fixture =
          RedisFixture.on(RedisFixture.standalone(deployment.redis().address()))) {
        var _ = fixture.room.put(fixture.event, settings, Optional.of(RoomState.PAUSED));
        for (int i = 0; i < PEOPLE; i++) {
          fixture.join("user-" + i);
        }
        admitAll(deployment, fixture);
        assertEachAdmissionIsTold(deployment);
      }
    }
  }

  private static void admitAll(Deployment deployment, RedisFixture fixture) {
    long start = System.nanoTime();
    var _ =
        fixture.room.change(
            fixture.event, RoomChange.ofState(RoomState.OPEN, Set.of(RoomState.PAUSED)));
    long most = 0;
    long samples = 0;
    long admitted = 0;
    try (Jedis raw = deployment.redis().connect()) {
      while (admitted < PEOPLE) {
        most = Math.max(most, raw.zcard(fixture.key("processing")));
        String count = raw.hget(fixture.key("room"), "admitted");
        admitted = count == null ? 0 : Long.parseLong(count);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat((double) admitted).isLessThanOrEqualTo(RATE * seconds + BUCKET);
        assertThat(most).isLessThanOrEqualTo(SLOTS);
        samples++;
      }
    }
    System.out.printf(
        "ReplicasIT: %d admitted in %.2f s, at most %d of %d slots in %d samples%n",
        admitted, (System.nanoTime() - start) / 1e9, most, SLOTS, samples);
  }

  private static void assertEachAdmissionIsTold(Deployment deployment) {
    try (TopicReader reader = deployment.wire().reader(deployment.topics().ready())) {
      List<ConsumerRecord<String, String>> told =
          reader.readUntil(records ->
              records.stream().map(Messages::id).distinct().count() >= PEOPLE);
      TreeMap<Long, Instant> admittedAt = new TreeMap<>();
      told.forEach(message ->
          admittedAt.put(
              Messages.ticket(message),
              Instant.parse(Messages.json(message).getString("admitted_at"))));
      assertThat(told.stream().map(Messages::id).distinct()).hasSize(PEOPLE);
      assertThat(admittedAt.keySet())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, PEOPLE).boxed().toList());
      assertThat(new ArrayList<>(admittedAt.values())).as("in order of tickets").isSorted();
    }
  }
}
