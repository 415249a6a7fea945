package io.waitroom.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.room.AdmissionPace;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WindowedCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is served at {@code /metrics}, against the catalogue. */
class ExpositionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final List<RoomSnapshot> rooms = new ArrayList<>();
  private final List<PartitionLag> lag = new ArrayList<>();
  private final AtomicInteger roomReads = new AtomicInteger();
  private final Health health = new Health();
  private final Exposition exposition = new Exposition();
  private final Metrics metrics = new Metrics(exposition.meters());
  private double batchBytes = Double.NaN;

  ExpositionTest() {
    metrics.expectTopics(List.of("QUEUE_JOINED"), List.of("CHECKOUT_COMPLETED"));
    metrics.expectRedisCalls(List.of("join"));
    metrics.expectRoute("POST", "/api/v1/waitroom/join");
    exposition.expose(
        new Sources(
            () -> {
              roomReads.incrementAndGet();
              return List.copyOf(rooms);
            },
            () -> lag,
            () -> batchBytes,
            () -> new PoolUse(3, 2, 1, 64),
            health,
            "1.0.0",
            1_000));
  }

  @Test
  void families_areExactlyTheCatalogue() {
    Scrape scrape = scrape();
    Map<String, String> expected =
        Stream.of(Metric.values())
            .collect(
                Collectors.toMap(
                    Metric::id, metric -> metric.kind().name().toLowerCase(Locale.ROOT)));
    Stream.of(Metric.values())
        .filter(metric -> metric.kind() == Metric.Kind.SUMMARY)
        .forEach(metric -> expected.put(metric.id() + "_max", "gauge"));

    assertThat(scrape.types()).isEqualTo(expected);
    assertThat(scrape.helps()).containsOnlyKeys(expected.keySet());
    assertThat(scrape.helps().values()).allMatch(help -> help.length() > 10);
  }

  @Test
  void labels_areThoseOfTheCatalogue() {
    rooms.add(room("concert", 5));
    lag.add(new PartitionLag("CHECKOUT_COMPLETED", 0, 7));
    Scrape scrape = scrape();

    for (Metric metric : Metric.values()) {
      Set<String> expected = new HashSet<>(metric.labels());
      if (metric.kind() == Metric.Kind.SUMMARY) {
        expected.add("quantile");
      }
      assertThat(scrape.samples(metric.id()))
          .as(metric.id())
          .isNotEmpty()
          .allSatisfy(sample -> assertThat(sample.labels()).containsOnlyKeys(expected));
    }
    assertThat(scrape.samples("http_request_duration_seconds"))
        .extracting(sample -> sample.labels().get("quantile"))
        .containsExactlyInAnyOrder("0.5", "0.95", "0.99");
  }

  @Test
  void series_areThereFromTheStart() {
    Scrape scrape = scrape();

    assertThat(scrape.value("kafka_producer_messages_sent_total", "topic", "QUEUE_JOINED"))
        .isZero();
    assertThat(scrape.value("kafka_producer_send_errors_total", "topic", "QUEUE_JOINED")).isZero();
    assertThat(scrape.value("kafka_dead_letters_total", "topic", "CHECKOUT_COMPLETED")).isZero();
    assertThat(scrape.value("http_requests_total", "status", "503")).isZero();
    assertThat(scrape.value("kafka_producer_batch_size_avg")).isZero();
    assertThat(scrape.value("sessions_active_total")).isZero();
    assertThat(scrape.value("sessions_completed_total")).isZero();
    assertThat(scrape.value("redis_call_errors_total", "call", "join")).isZero();
    for (LeaveReason reason : LeaveReason.values()) {
      assertThat(scrape.value("sessions_left_total", "reason", reason.word())).isZero();
    }
    assertThat(scrape.samples())
        .filteredOn(sample -> sample.name().startsWith("invariant_"))
        .hasSize(2)
        .allMatch(sample -> sample.value() == 0);
  }

  @Test
  void events_beyondTheCap_shareALabel() {
    int more = 7;
    for (int i = 0; i < Metric.MAX_EVENTS + more; i++) {
      rooms.add(room("event-" + i, i));
    }

    Scrape scrape = scrape();

    assertThat(scrape.samples("queue_length")).hasSize(Metric.MAX_EVENTS + 1);
    // The shortest are those with 0 to 6 people.
    assertThat(scrape.value("queue_length", "event_id", Metric.OTHER_EVENTS)).isEqualTo(21);
    assertThat(scrape.value("queue_length", "event_id", "event-7")).isEqualTo(7);
    assertThat(scrape.sum("queue_length", "event_id", "event-6")).isEmpty();
    assertThat(scrape.sum("event_tickets_total", "event_id", Metric.OTHER_EVENTS)).isEmpty();
    assertThat(scrape.value("events_known")).isEqualTo(rooms.size());
    assertThat(scrape.value("sessions_active_total"))
        .isEqualTo(
            rooms.stream().mapToDouble(room -> room.queueLength() + room.processingCount()).sum());
    assertThat(EventId.isValid(Metric.OTHER_EVENTS)).isFalse();
  }

  @Test
  void rooms_areReadOncePerScrape() {
    scrape();
    scrape();

    assertThat(roomReads).hasValue(2);
  }

  @Test
  void stalled_meansPeopleSlotsOpenAndNobodyAdmitted() {
    AdmissionPace recent = pace(NOW.minusSeconds(5));
    AdmissionPace old = pace(NOW.minusSeconds(61));
    rooms.add(room("stalled", RoomState.OPEN, 5, 1, old));
    rooms.add(room("moving", RoomState.OPEN, 5, 1, recent));
    rooms.add(room("empty", RoomState.OPEN, 0, 1, old));
    rooms.add(room("full", RoomState.OPEN, 5, 10, old));
    rooms.add(room("paused", RoomState.PAUSED, 5, 1, old));

    Scrape scrape = scrape();

    assertThat(scrape.samples("admission_stalled"))
        .filteredOn(sample -> sample.value() == 1)
        .extracting(sample -> sample.labels().get("event_id"))
        .containsExactly("stalled");
    assertThat(scrape.value("admission_open", "event_id", "paused")).isZero();
    assertThat(scrape.value("admission_rate", "event_id", "moving")).isEqualTo(0.6);
    assertThat(scrape.value("admission_rate_limit", "event_id", "moving")).isEqualTo(4);
  }

  @Test
  void outbox_ageIsThatOfTheOldest() {
    rooms.add(room("concert", 5));

    assertThat(scrape().value("outbox_oldest_age_seconds", "event_id", "concert")).isEqualTo(1.5);
  }

  @Test
  void components_areUpDownOrOff() {
    health.healthy(Component.REDIS);
    health.disabled(Component.KAFKA_PRODUCER);
    health.unhealthy(Component.KAFKA_CONSUMER, "no broker");

    Scrape scrape = scrape();

    assertThat(scrape.value("component_up", "component", "redis")).isEqualTo(1);
    assertThat(scrape.value("component_up", "component", "kafka_producer")).isZero();
    assertThat(scrape.value("component_enabled", "component", "kafka_producer")).isZero();
    assertThat(scrape.value("component_enabled", "component", "kafka_consumer")).isEqualTo(1);
    assertThat(scrape.value("redis_pool_waiting")).isEqualTo(1);
  }

  @Test
  void counters_obeyTheEquations() {
    batchBytes = 512;
    metrics.joined(new JoinResult.AlreadyJoined());
    metrics.settled(SessionStatus.COMPLETED);
    metrics.settled(SessionStatus.FAILED);
    metrics.completedLate();
    metrics.admitted(
        new AdmitResult.Step(
            List.of(Duration.ofSeconds(3), Duration.ofDays(1)),
            1,
            2,
            0,
            0,
            AdmitResult.Limit.EMPTY,
            Duration.ZERO));
    metrics.ended(LeaveReason.EVICTED, 4);
    metrics.openStreams(() -> 3);

    Scrape scrape = scrape();

    assertThat(scrape.value("sessions_completed_total"))
        .isEqualTo(
            scrape.value("sessions_settled_total", "status", "completed")
                + scrape.value("sessions_late_completions_total"))
        .isEqualTo(2);
    assertThat(scrape.value("admission_wait_seconds_count"))
        .isEqualTo(scrape.value("admissions_total"))
        .isEqualTo(2);
    assertThat(scrape.value("admission_wait_seconds", "quantile", "0.99"))
        .isBetween(80_000.0, 95_000.0);
    assertThat(scrape.value("sessions_left_total", "reason", "expired")).isEqualTo(1);
    assertThat(scrape.value("sessions_left_total", "reason", "timeout")).isEqualTo(2);
    assertThat(scrape.value("sessions_left_total", "reason", "evicted")).isEqualTo(4);
    assertThat(scrape.value("session_joins_total", "result", "already_joined")).isEqualTo(1);
    assertThat(scrape.value("http_streams_open")).isEqualTo(3);
    assertThat(scrape.value("kafka_producer_batch_size_avg")).isEqualTo(512);
  }

  @Test
  void labels_ofTheWrongNumber_areRefused() {
    Families families = new Families(Set.of(Metric.QUEUE_LENGTH));

    assertThatThrownBy(() -> families.add(Metric.QUEUE_LENGTH, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue_length");
    assertThatThrownBy(() -> families.add(Metric.JVM_THREADS, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("JVM_THREADS");
  }

  private Scrape scrape() {
    return new Scrape(exposition.scrape());
  }

  private static RoomSnapshot room(String event, int queued) {
    return room(event, RoomState.OPEN, queued, 1, AdmissionPace.NONE);
  }

  private static AdmissionPace pace(Instant start) {
    return new AdmissionPace(new WindowedCount(start, 3, 0), WindowedCount.NONE);
  }

  /** Ten slots, four per second; the oldest undelivered event is 1.5 s old. */
  private static RoomSnapshot room(
      String event, RoomState state, int queued, int processing, AdmissionPace pace) {
    return new RoomSnapshot(
        new EventId(event),
        "epoch",
        state,
        new RoomSettings("", 10, 4, 1_000, Duration.ofHours(2), Duration.ofMinutes(15)),
        queued,
        processing,
        queued + processing,
        0,
        processing,
        processing,
        Map.of(),
        1,
        Optional.of(NOW.minusMillis(1_500)),
        pace,
        NOW);
  }
}
