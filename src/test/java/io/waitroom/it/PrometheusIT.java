package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.waitroom.ops.Scrape;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.PrometheusServer;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.Tool;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real Prometheus scrapes the running service while people join, are admitted, buy, fail and walk
 * away; dashboard, rules and the promises of the catalogue are checked against what it has seen.
 */
@NeedsTool({Tool.PROMETHEUS, Tool.PROMTOOL})
class PrometheusIT {
  static final Path RULE_TESTS = Path.of("src", "test", "prometheus", "alerts.test.yaml");

  private static final Path WORK = Path.of("target", "prometheus");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PROBE_LIMIT = Duration.ofMillis(25);
  private static final Duration SCRAPE_LIMIT = Duration.ofMillis(250);
  private static final int FLOOD = 1_000;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static RedisServer redis;
  private static ServiceProcess service;
  private static PrometheusServer prometheus;
  private static Traffic traffic;

  @BeforeAll
  static void start() {
    redis = opened(RedisServer.start());
    KafkaBroker broker = opened(KafkaBroker.start());
    broker.createTopics(3, Traffic.TOPICS);
    service =
        opened(
                ServiceProcess.start(
                    Map.of(
                        "WAITROOM_DEV",
                        "true",
                        "ADMIN_KEY",
                        Traffic.ADMIN_KEY,
                        "REDIS_ADDR",
                        redis.address(),
                        "KAFKA_BROKERS",
                        broker.bootstrapServers())))
            .awaitReady();
    Path rules = OperatorFiles.writeBare(WORK.resolve("rules.yaml"), true);
    prometheus = opened(PrometheusServer.start(URI.create(service.url()).getAuthority(), rules));
    traffic = opened(new Traffic(service.url(), broker.bootstrapServers()));
    traffic.run();
    // Rates need two scrapes on either side of a change; the traffic goes on meanwhile.
    await().atMost(LIMIT).until(() -> traffic.rounds() >= 8);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable each : OPEN.reversed()) {
      each.close();
    }
  }

  @Test
  void scrape_worksWithoutComplaint() {
    // A single scrape may have been too late on a busy machine; the next one sets that right.
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(prometheus.targets())
                .hasSize(1)
                .allSatisfy(target -> {
                  assertThat(target.getString("lastError")).isEmpty();
                  assertThat(target.getString("health")).isEqualTo("up");
                }));
  }

  @Test
  void required_namesAndLabels_areServed() {
    assertLabels("http_requests_total", "method", "path", "status");
    assertLabels("http_request_duration_seconds", "path", "quantile");
    assertLabels("kafka_producer_messages_sent_total", "topic");
    assertLabels("kafka_producer_send_errors_total", "topic");
    assertLabels("kafka_producer_batch_size_avg");
    assertLabels("kafka_consumer_messages_consumed_total", "topic");
    assertLabels("kafka_consumer_lag", "topic", "partition");
    assertLabels("kafka_consumer_processing_duration_seconds_count");
    assertLabels("queue_length", "event_id");
    assertLabels("sessions_active_total");
    assertLabels("sessions_completed_total");
  }

  @Test
  void dashboard_everyExpressionHasData() {
    assertThat(OperatorFiles.dashboardExpressions())
        .isNotEmpty()
        .allSatisfy(expression ->
            await()
                .atMost(LIMIT)
                .untilAsserted(() ->
                    assertThat(numbers(prometheus.query(expression)))
                        .as(expression)
                        .isNotEmpty()
                        .allMatch(Double::isFinite)));
  }

  @Test
  void rules_everyExpressionIsEvaluatedAndReadsDataThatIsThere() {
    assertThat(OperatorFiles.alerts())
        .allSatisfy(alert -> {
          prometheus.query(alert.expression());
          assertThat(OperatorFiles.selectors(alert.expression()))
              .allSatisfy(selector ->
                  assertThat(prometheus.query(selector))
                      .as(alert.name() + ": " + selector)
                      .isNotEmpty());
        });
    assertThat(prometheus.rules())
        .hasSize(OperatorFiles.alerts().size())
        .allSatisfy(rule -> {
          assertThat(rule.getString("health")).isEqualTo("ok");
          assertThat(rule.getString("lastError", "")).isEmpty();
        });
  }

  @Test
  void rules_whileAllIsWell_onlyThePoisonFires() {
    assertThat(prometheus.rules())
        .filteredOn(rule -> rule.getString("state").equals("firing"))
        .extracting(rule -> rule.getString("name"))
        .isSubsetOf("WaitroomDeadLetters");
  }

  @Test
  void rules_passTheirUnitTests() {
    Path rules = OperatorFiles.writeBare(WORK.resolve("rules.yaml"), true);
    assertThat(PrometheusServer.promtool("check", "rules", rules.toString())).startsWith("0\n");

    OperatorFiles.writeBare(WORK.resolve("alerts.yaml"), false);
    Path tests = OperatorFiles.copy(RULE_TESTS, WORK.resolve("alerts.test.yaml"));
    assertThat(PrometheusServer.promtool("test", "rules", tests.toString())).startsWith("0\n");
  }

  @Test
  void series_areServedOnce() {
    assertThat(traffic.metrics().text()).endsWith("\n");
    assertThat(traffic.metrics().samples())
        .allMatch(sample -> !sample.name().isEmpty())
        .extracting(sample -> sample.name() + new TreeMap<>(sample.labels()))
        .doesNotHaveDuplicates();
  }

  @Test
  void equations_hold() {
    traffic.pause();
    try {
      await().atMost(LIMIT).untilAsserted(() -> assertEquations(traffic.metrics()));
    } finally {
      traffic.resume();
    }
  }

  @Test
  void lag_ofAFrozenConsumer_isWhatWasSent() {
    traffic.pause();
    try {
      // What was sent before would count too.
      await()
          .atMost(LIMIT)
          .until(() ->
              traffic.metrics().value("kafka_consumer_messages_consumed_total") == traffic.sent());
      String report = traffic.settledReport();
      redis.freeze();
      traffic.send("CHECKOUT_COMPLETED", report, FLOOD);

      await()
          .atMost(LIMIT)
          .until(() ->
              numbers(prometheus.query("sum(kafka_consumer_lag{topic=\"CHECKOUT_COMPLETED\"})"))
                  .equals(List.of((double) FLOOD)));
      assertThat(traffic.get("/health")).contains("\"kafka_consumer_lag\":" + FLOOD);
      assertProbesAreCheap();
    } finally {
      redis.thaw();
      traffic.resume();
    }
    await()
        .atMost(LIMIT)
        .until(() ->
            numbers(prometheus.query("sum(kafka_consumer_lag{topic=\"CHECKOUT_COMPLETED\"})"))
                .equals(List.of(0.0)));
    assertThat(
            traffic
                .metrics()
                .value("kafka_consumer_outcomes_dropped_total", "topic", "CHECKOUT_COMPLETED"))
        .isGreaterThanOrEqualTo(FLOOD);
  }

  /**
   * Redis is frozen: what is answered now is answered from memory. The least of many is no noise.
   */
  private static void assertProbesAreCheap() {
    Map<String, Duration> limits =
        Map.of(
            "/health", PROBE_LIMIT,
            "/health/live", PROBE_LIMIT,
            "/health/ready", PROBE_LIMIT,
            "/metrics", SCRAPE_LIMIT);
    limits.forEach((path, limit) -> {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long started = System.nanoTime();
        traffic.get(path);
        least = Math.min(least, System.nanoTime() - started);
      }
      assertThat(Duration.ofNanos(least)).as(path).isLessThan(limit);
    });
  }

  private static void assertEquations(Scrape scrape) {
    for (String topic : List.of("CHECKOUT_COMPLETED", "CHECKOUT_FAILED", "CHECKOUT_EXPIRED")) {
      assertThat(scrape.value("kafka_consumer_messages_consumed_total", "topic", topic))
          .isEqualTo(
              scrape.value("kafka_consumer_outcomes_applied_total", "topic", topic)
                  + scrape.value("kafka_consumer_outcomes_dropped_total", "topic", topic)
                  + scrape.value("kafka_dead_letters_total", "topic", topic));
    }
    assertThat(scrape.value("kafka_dead_letters_total")).isPositive();
    assertThat(scrape.value("sessions_completed_total"))
        .isPositive()
        .isEqualTo(
            scrape.value("sessions_settled_total", "status", "completed")
                + scrape.value("sessions_late_completions_total"));
    assertThat(scrape.value("admission_wait_seconds_count"))
        .isPositive()
        .isEqualTo(scrape.value("admissions_total"));
    assertThat(scrape.value("event_tickets_total", "event_id", Traffic.EVENT))
        .isEqualTo(scrape.value("session_joins_total", "result", "created"))
        .isEqualTo(
            scrape.value("queue_length", "event_id", Traffic.EVENT)
                + scrape.value("admission_slots_used", "event_id", Traffic.EVENT)
                + scrape.value("event_sessions_ended", "event_id", Traffic.EVENT));
    assertThat(scrape.value("sessions_active_total"))
        .isEqualTo(scrape.value("queue_length") + scrape.value("admission_slots_used"));
    assertThat(scrape.value("kafka_producer_messages_sent_total", "topic", "QUEUE_JOINED"))
        .isEqualTo(scrape.value("event_tickets_total", "event_id", Traffic.EVENT));
    assertThat(scrape.value("outbox_length", "event_id", Traffic.EVENT)).isZero();
    assertThat(scrape.value("outbox_oldest_age_seconds", "event_id", Traffic.EVENT)).isZero();
    assertThat(scrape.value("invariant_over_admissions_total")).isZero();
    assertThat(scrape.value("invariant_order_inversions_total")).isZero();
  }

  private static void assertLabels(String name, String... labels) {
    JsonArray found = prometheus.query(name);
    assertThat(found).as(name).isNotEmpty();
    for (JsonValue series : found) {
      JsonObject metric = series.asJsonObject().getJsonObject("metric");
      assertThat(metric.keySet())
          .filteredOn(label -> !List.of("__name__", "instance", "job", "pod").contains(label))
          .as(name)
          .containsExactlyInAnyOrder(labels);
    }
  }

  private static List<Double> numbers(JsonArray result) {
    return result.stream()
        .map(series -> series.asJsonObject().getJsonArray("value").getString(1))
        .map(Double::valueOf)
        .toList();
  }

  private static <T extends AutoCloseable> T opened(T each) {
    OPEN.add(each);
    return each;
  }
}
