package io.waitroom.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.SessionStatus;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every metric name, unit and label of the service, and the only place that touches the registry.
 * Thread-safe; cheap enough for the hot path.
 *
 * <p>Equations, over one replica since its start: {@code kafka_consumer_messages_consumed_total} =
 * settled + late + duplicate + dead-lettered outcomes, summed over topics.
 */
public final class Metrics {
  private static final double[] QUANTILES = {0.5, 0.95, 0.99};

  private final MeterRegistry registry;
  private final Map<String, Timer> requestTimers = new ConcurrentHashMap<>();

  /**
   * @param registry where meters are registered
   */
  public Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An event was acked by the broker. */
  public void messageSent(String topic) {
    registry.counter("kafka_producer_messages_sent_total", "topic", topic).increment();
  }

  /** An event could not be sent; it stays in the outbox. */
  public void sendFailed(String topic) {
    registry.counter("kafka_producer_send_errors_total", "topic", topic).increment();
  }

  /** An inbound message was dealt with, in {@code elapsed}. */
  public void messageConsumed(String topic, Duration elapsed) {
    registry.counter("kafka_consumer_messages_consumed_total", "topic", topic).increment();
    registry.timer("kafka_consumer_processing_duration_seconds").record(elapsed);
  }

  /** An inbound message told nothing new: late, duplicate or out of order. */
  public void outcomeDropped(String topic) {
    registry.counter("kafka_consumer_outcomes_dropped_total", "topic", topic).increment();
  }

  /** An inbound message could not be used and went to the dead-letter topic. */
  public void deadLettered(String topic) {
    registry.counter("kafka_dead_letters_total", "topic", topic).increment();
  }

  /** A session ended as completed. */
  public void completed() {
    registry.counter("sessions_completed_total").increment();
  }

  /** A session ended otherwise than by checkout. */
  public void left(LeaveReason reason) {
    registry.counter("sessions_left_total", "reason", reason.word()).increment();
  }

  /** A session ended with an outcome reported by the shop. */
  public void settled(SessionStatus status) {
    registry.counter("sessions_settled_total", "status", status.word()).increment();
    if (status == SessionStatus.COMPLETED) {
      completed();
    }
  }

  /** An admission step ran. */
  public void admitted(AdmitResult.Step step) {
    step.waits().forEach(wait -> registry.timer("admission_wait_seconds").record(wait));
    registry.counter("admissions_total").increment(step.waits().size());
    registry
        .counter("sessions_left_total", "reason", LeaveReason.EXPIRED.word())
        .increment(step.leasesLapsed());
    timedOut(step.timedOut());
    registry.counter("invariant_over_admissions_total").increment(step.overAdmitted());
    registry.counter("invariant_order_inversions_total").increment(step.inversions());
  }

  /** Waiters' time ran out. */
  public void timedOut(int count) {
    registry.counter("sessions_left_total", "reason", LeaveReason.TIMEOUT.word()).increment(count);
  }

  /** A Redis command or script took {@code elapsed}. */
  public void redisCall(String name, Duration elapsed) {
    registry.timer("redis_call_duration_seconds", "call", name).record(elapsed);
  }

  /**
   * A request was answered.
   *
   * @param path the route's template, never the path itself
   */
  public void httpRequest(String method, String path, int status, Duration elapsed) {
    registry
        .counter(
            "http_requests_total",
            "method",
            method,
            "path",
            path,
            "status",
            Integer.toString(status))
        .increment();
    requestTimers.computeIfAbsent(path, this::requestTimer).record(elapsed);
  }

  private Timer requestTimer(String path) {
    return Timer.builder("http_request_duration_seconds")
        .tag("path", path)
        .publishPercentiles(QUANTILES)
        .register(registry);
  }

  /** How many streams are open, read when asked for. */
  public void openStreams(IntSupplier open) {
    Gauge.builder("streams_open", () -> open.getAsInt())
        .description("Open status streams of this replica")
        .register(registry);
  }
}
